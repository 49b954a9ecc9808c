"""Makes signals.csv and log.csv: invented data with a fixed seed, in the shape that a bank would export.

    python3 generate.py
"""

import csv
import random
from datetime import datetime, timedelta

random.seed(1998)


def scale(mean, sd, low, high):
    """A whole number on low..high, near the mean."""
    return min(high, max(low, round(random.gauss(mean, sd))))


def signals(write):
    write("touchpoint dimension stakeholder instrument value time channel respondent".split())

    def row(facet, instrument, value, number, channel=""):
        day = f"2026-{1 + number % 3:02}-{1 + number % 28:02}"
        touchpoint, dimension, group = facet.split("/")
        write([touchpoint, dimension, group, instrument, value, day, channel, f"{group[0]}{number}"])

    for number in range(420):
        answer = scale(3.7, 1.1, 1, 5) if random.random() > 0.06 else ""
        channel = random.choice(["branch", "branch", "web"])
        row("onboarding/cx/customers", "csat", answer, number, channel)
        if number % 3 == 0:
            row("onboarding/mx/customers", "ces2", scale(4.4, 1.5, 1, 7), number, channel)
        if channel == "web":
            items = [scale(5.0, 1.3, 1, 7), scale(4.7, 1.4, 1, 7)]
            row("web_form/ux/customers", "umux_lite", "|".join(map(str, items)), number, channel)
    for number in range(180):
        row("teller_desk/ex/tellers", "enps", scale(7.2, 2.1, 0, 10), number, "branch")
        if number % 3 == 0:
            good, bad = [3.5, 0.8], [2.7, 0.9]
            items = [scale(*(good if item % 2 == 0 else bad), 1, 5) for item in range(10)]
            row("teller_app/ux/tellers", "sus", "|".join(map(str, items)), number, "branch")
    for week in range(5):  # four people, asked five times: still four people
        for number in range(4):
            row("advice/ex/advisers", "enps", scale(6, 2, 0, 10), number)


def log(write):
    write("case activity time resource channel".split())
    for number in range(150):
        at = datetime(2026, 1, 5, 9) + timedelta(hours=3 * number, minutes=random.randrange(120))
        case, teller = f"A{number:03}", f"teller-{random.randrange(24):02}"

        def event(activity, who, channel, hours):
            nonlocal at
            at += timedelta(hours=hours)
            write([case, activity, at.strftime("%Y-%m-%dT%H:%M:%SZ"), who, channel])

        event("web_form", f"customer-{number}", "web", 0)
        if random.random() < 0.12:
            continue  # gives up
        event("id_check", teller, "branch", random.expovariate(1 / 20))
        while random.random() < 0.45:
            event("id_rekeying", teller, "branch", random.expovariate(1 / 30))
            event("id_check", teller, "branch", random.expovariate(1 / 14))
        if random.random() < 0.05:
            continue
        event("account_opening", "core-banking", "branch", random.expovariate(1 / 6))
        if random.random() < 0.8:
            event("welcome_call", f"agent-{random.randrange(9)}", "phone", random.expovariate(1 / 40))


for make, name in [(signals, "signals.csv"), (log, "log.csv")]:
    with open(name, "w", newline="") as file:
        make(csv.writer(file, lineterminator="\n").writerow)
