// The C++ face of friction and hand-overs, printed for comparison with Rust.
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
    txm_events columns = txm::events();
    columns.len = activity.size();
    columns.activity = activity.data();
    columns.time = time.data();
    columns.offset = offset.data();
    columns.object = object.data();
    columns.object_len = object.size();
    columns.activity_name = ACTIVITIES;
    columns.activity_count = 3;
    columns.type_name = TYPES;
    columns.type_object_count = OBJECTS;
    columns.type_count = 3;
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
    txm_friction_options options = txm::friction_options();
    options.object_type = 0;
    options.owner_type = 2;
    options.open_seconds = 60.0;
    options.group = groups;
    options.group_type = types;
    options.group_len = 2;
    options.goal = goal;
    options.goal_len = 1;
    options.failure = failure;
    options.failure_len = 1;
    options.promise = promise;
    options.promise_seconds = seconds;
    options.promise_len = 2;
    const txm::friction friction(events, options);
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
    const std::uint32_t at[] = {0, 1}, whose[] = {0, 1}, made_to[] = {1, TXM_NONE};
    txm::map map("desk");
    txm_touchpoint check = txm::touchpoint();
    check.key = "check";
    check.service_level_seconds = 43200.0;
    check.service_level_share = 0.9;
    map.add(check);
    options.promise_group = made_to;
    options.map = map.get();
    options.combination = TXM_COMBINATION_NOISY_OR;
    options.anchor = anchor;
    options.anchor_good = good;
    options.anchor_bad = bad;
    options.anchor_weight = weight;
    options.anchor_len = 2;
    options.version = "desk-2";
    options.measure = measure;
    options.measure_touchpoint = at;
    options.measure_group = whose;
    options.measure_value = value;
    options.measure_len = 2;
    std::printf("%s\n", txm::friction(events, options).to_json().c_str());
    txm_handover_options between = txm::handover_options();
    between.object_type = 0;
    between.worker_type = 1;
    between.owner_type = 2;
    const txm::handover shown(events, between);
    between.min_group = 2;
    std::printf("%s\n%s\n%s\n", friction.to_json().c_str(), shown.to_json().c_str(),
                txm::handover(events, between).to_json().c_str());
    txm_report_options parts = txm::report_options();
    parts.title = "Desk";
    parts.friction = friction.get();
    parts.handover = shown.get();
    std::printf("%s\n", txm::report(map, parts).to_json().c_str());
    return 0;
}
