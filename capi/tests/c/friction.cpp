// The C++ face of friction and silos, printed for comparison with Rust.
#include <cmath>
#include <cstdio>

#include "total_experience.hpp"

namespace {

constexpr std::int64_t DAY = 86400000000000;
const char *const ACTIVITIES[] = {"ask", "check", "done"};
const char *const TYPES[] = {"case", "clerk", "team"};
const std::uint32_t OBJECTS[] = {3, 5, 2};

/* Each clerk asks and checks in turn, those with even numbers for the first team; then the cases are done. */
txm::log log() {
    std::vector<std::uint32_t> activity, offset, object;
    std::vector<std::int64_t> time;
    const auto add = [&](std::uint32_t what, std::initializer_list<std::uint32_t> who) {
        offset.push_back(static_cast<std::uint32_t>(object.size()));
        time.push_back(static_cast<std::int64_t>(time.size()) * DAY);
        activity.push_back(what);
        object.insert(object.end(), who);
    };
    for (std::uint32_t turn = 0; turn < 10; ++turn) {
        add(turn % 2, {turn / 2 % 3, 3 + turn % 5, 8 + turn % 2});
    }
    for (std::uint32_t which = 0; which < 3; ++which) {
        add(2, {which});
    }
    offset.push_back(static_cast<std::uint32_t>(object.size()));
    txm_events columns = txm::detail::defaults<txm_events>(txm_events_init);
    columns.len = activity.size();
    columns.activity = activity.data();
    columns.time = time.data();
    columns.offset = offset.data();
    columns.object = object.data();
    columns.object_len = object.size();
    columns.activity_name = ACTIVITIES;
    columns.activities = 3;
    columns.type_name = TYPES;
    columns.type_objects = OBJECTS;
    columns.types = 3;
    return txm::log(columns);
}

} // namespace

int main() {
    const txm::log events = log();
    txm_stakeholder customers = txm::stakeholder(), staff = txm::stakeholder();
    customers.key = "customers";
    customers.role = TXM_ROLE_CUSTOMER;
    staff.key = "staff";
    staff.role = TXM_ROLE_EMPLOYEE;
    staff.weight = 0.5;
    const txm_stakeholder *const groups[] = {&customers, &staff};
    const std::uint32_t types[] = {0, 1}, goal[] = {2}, failure[] = {1}, promise[] = {1, 2};
    const double seconds[] = {86400.0, 3600.0};
    txm_friction_spec spec = txm::friction_spec();
    spec.flow = 0;
    spec.owners = 2;
    spec.open_seconds = 60.0;
    spec.group = groups;
    spec.group_type = types;
    spec.groups = 2;
    spec.goal = goal;
    spec.goals = 1;
    spec.failure = failure;
    spec.failures = 1;
    spec.promise = promise;
    spec.promise_seconds = seconds;
    spec.promises = 2;
    const txm::friction friction(events, spec);
    const txm::friction_touchpoints found = friction.touchpoints();
    for (std::size_t row = 0; row < found.touchpoint.size(); ++row) {
        std::printf("touchpoint\t%s\t%.17g\t%.17g\n", ACTIVITIES[found.touchpoint[row]], found.burden[row],
                    found.breadth[row]);
        for (std::size_t at = 2 * row; at < 2 * row + 2; ++at) {
            if (!std::isnan(found.friction[at])) {
                std::printf("group\t%s\t%.17g\t%.17g\t%.17g\n", groups[at % 2]->key, found.friction[at],
                            found.exposure[at], found.group_burden[at]);
            }
        }
    }
    const std::int32_t anchor[] = {TXM_COMPONENT_WAIT, TXM_COMPONENT_REWORK};
    const std::int32_t measure[] = {TXM_COMPONENT_EFFORT, TXM_COMPONENT_ERROR};
    const double good[] = {0.0, 0.0}, bad[] = {172800.0, 0.25}, weight[] = {1.0, 0.5}, value[] = {5.5, 0.05};
    const std::uint32_t at[] = {0, 1}, whose[] = {0, 1}, made_to[] = {1, UINT32_MAX};
    txm::map map("desk");
    txm_touchpoint check = txm::touchpoint();
    check.key = "check";
    check.sla_seconds = 43200.0;
    check.sla_share = 0.9;
    map.add(check);
    spec.promise_group = made_to;
    spec.map = map.get();
    spec.combination = TXM_COMBINATION_NOISY_OR;
    spec.anchor = anchor;
    spec.anchor_good = good;
    spec.anchor_bad = bad;
    spec.anchor_weight = weight;
    spec.anchors = 2;
    spec.version = "desk-2";
    spec.measure = measure;
    spec.measure_touchpoint = at;
    spec.measure_group = whose;
    spec.measure_value = value;
    spec.measures = 2;
    std::printf("%s\n", txm::friction(events, spec).to_json().c_str());
    std::printf("%s\n%s\n%s\n", friction.to_json().c_str(), txm::silo_to_json(events, 0, 1, 2).c_str(),
                txm::silo_to_json(events, 0, 1, 2, 2).c_str());
    return 0;
}
