// The C++ face of logs, journeys, their tallies and chains, printed for comparison with Rust.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "total_experience.hpp"

namespace {

constexpr std::int64_t SECOND = 1000000000;
const char *const ACTIVITIES[] = {"ask", "answer", "close"};
const char *const TYPES[] = {"case"};

txm_events events(const std::vector<std::uint32_t> &activity, const std::vector<std::int64_t> &time,
                  const std::vector<std::uint32_t> &object, const std::uint32_t &objects) {
    txm_events columns = txm::events();
    columns.len = activity.size();
    columns.activity = activity.data();
    columns.time = time.data();
    columns.object = object.data();
    columns.object_len = object.size();
    columns.activity_name = ACTIVITIES;
    columns.activity_count = 3;
    columns.type_name = TYPES;
    columns.type_object_count = &objects;
    columns.type_count = 1;
    return columns;
}

void require(bool holds, const char *what) {
    if (!holds) {
        std::fprintf(stderr, "%s does not hold\n", what);
        std::exit(1);
    }
}

void graph() {
    const txm::log log(events({0, 0, 1, 1, 2}, {0, 5, 31 * SECOND, 47 * SECOND, 99 * SECOND}, {0, 1, 0, 1, 1}, 2));
    const txm::journeys journeys(log, 0);
    const txm::journey_edges edges = journeys.edges();
    for (std::size_t row = 0; row < edges.count.size(); ++row) {
        std::printf("edge\t%s\t%s\t%llu\t%.17g\t%.17g\t%.17g\n", ACTIVITIES[edges.from[row]], ACTIVITIES[edges.to[row]],
                    static_cast<unsigned long long>(edges.count[row]), edges.mean[row], edges.median[row],
                    edges.p90[row]);
    }
    const txm::journey_variants variants = journeys.variants();
    for (std::size_t row = 0; row < variants.count.size(); ++row) {
        std::string names;
        for (const std::uint32_t activity : variants.activities[row]) {
            names += (names.empty() ? "" : " > ") + std::string(ACTIVITIES[activity]);
        }
        std::printf("variant\t%llu\t%s\n", static_cast<unsigned long long>(variants.count[row]), names.c_str());
    }
    require(journeys.nodes().starts[0] == 2 && variants.objects == 2, "two journeys that start with `ask`");
}

/* The same journeys, each in a log of its own. */
void tally() {
    txm::journey_tally whole("case");
    txm::journey_tally part("case");
    whole.add(txm::log(events({0, 1}, {0, 31 * SECOND}, {0, 0}, 1)));
    part.add(txm::log(events({0, 1, 2}, {5, 47 * SECOND, 99 * SECOND}, {0, 0, 0}, 1)));
    whole.merge(txm::journey_tally::from_bytes(part.to_bytes()));
    const txm::journey_edges edges = whole.edges();
    for (std::size_t row = 0; row < edges.count.size(); ++row) {
        std::printf("tallied\t%s\t%s\t%llu\t%.17g\n", whole.name(edges.from[row]).c_str(),
                    whole.name(edges.to[row]).c_str(), static_cast<unsigned long long>(edges.objects[row]),
                    edges.median[row]);
    }
    require(whole.objects() == 2 && whole.nodes().objects[0] == 2, "two journeys with an answer");
}

void removal() {
    const std::uint32_t offset[] = {0, 2, 4}, step[] = {0, 1, 0, 2};
    const std::uint64_t goal[] = {30, 10}, lost[] = {20, 40};
    txm_paths paths = txm::paths();
    paths.touchpoint_count = 3;
    paths.len = 2;
    paths.offset = offset;
    paths.step = step;
    paths.step_len = 4;
    paths.goal = goal;
    paths.lost = lost;
    const txm::chain chain(paths);
    std::printf("goal\t%.17g\n", chain.ends().goal);
    const txm::chain_touchpoints found = chain.touchpoints();
    for (std::size_t row = 0; row < found.touchpoint.size(); ++row) {
        std::printf("removal\t%u\t%.17g\n", found.touchpoint[row], found.removal_effect[row]);
    }
}

} // namespace

int main() {
    graph();
    tally();
    removal();
    return 0;
}
