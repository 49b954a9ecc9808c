// What a better teller app does for tellers and customers, from C++.
//
//     bank_onboarding MAP.json           facts with all their digits, one a line, columns separated by tabs
//     bank_onboarding MAP.json --json    the report for programs, with a few answers of tellers
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "total_experience.hpp"

namespace {

std::string read_file(const char *path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw std::runtime_error(std::string("cannot open ") + path);
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

void print(const txm::map &map) {
    const auto key = [&](std::uint32_t node) { return map.key(TXM_KIND_NODE, node); };
    const auto node = [&](const char *name) { return map.find(TXM_KIND_NODE, name); };

    const txm::network network(map);
    std::printf("radius\t%.17g\n", network.stability().radius);

    const txm::cascade cascade(network, std::vector{node("teller_app/ux/tellers")}, std::vector{12.0});
    const txm::impact impact = cascade.impact();
    for (std::size_t row = 0; row < impact.node.size(); row++) {
        std::printf("impact\t%s\t%.17g\t%.17g\t%.17g\t%.17g\t%.17g\n", key(impact.node[row]).c_str(), impact.shock[row],
                    impact.direct[row], impact.indirect[row], impact.total[row], impact.standard_error[row]);
    }

    const std::vector objective{node("teller_desk/ex/tellers"), node("onboarding/cx/customers")};
    const std::vector weight{0.5, 0.5};
    const txm::importance importance = cascade.importance(objective, weight);
    for (std::size_t row = 0; row < importance.node.size(); row++) {
        std::printf("importance\t%s\t%.17g\n", key(importance.node[row]).c_str(), importance.value[row]);
    }

    const txm::effect effect = cascade.effect(objective, weight);
    std::printf("effect\t%.17g\t%.17g\t%llu\n", effect.value, effect.standard_error,
                static_cast<unsigned long long>(effect.unknown));
    const txm::sensitivities found = cascade.sensitivities(objective, weight);
    for (std::size_t row = 0; row < found.from.size(); row++) {
        std::printf("sensitivity\t%s\t%s\t%.17g\t%.17g\n", key(found.from[row]).c_str(), key(found.to[row]).c_str(),
                    found.gradient[row], found.variance_share[row]);
    }

    // When it shows, and what is left of it where tellers are nearly as content as they can be.
    txm_trajectory_options options = txm::trajectory_options();
    options.horizon = 4;
    const txm::trajectory trajectory = cascade.trajectory(options);
    const std::size_t nodes = trajectory.limit.size();
    for (std::size_t at = 0; at < trajectory.value.size(); at++) {
        std::printf("trajectory\t%zu\t%s\t%.17g\n", at / nodes, key(impact.node[at % nodes]).c_str(),
                    trajectory.value[at]);
    }
    for (std::size_t row = 0; row < nodes; row++) {
        std::printf("settles\t%s\t%.17g\t%lu\n", key(impact.node[row]).c_str(), trajectory.limit[row],
                    static_cast<unsigned long>(trajectory.time_to_90[row]));
    }
    const std::vector scored{node("teller_app/ux/tellers"), node("teller_desk/ex/tellers")};
    const txm::bounded bounded = cascade.bounded(scored, std::vector{58.0, 97.0}, 1.5);
    for (std::size_t row = 0; row < nodes; row++) {
        std::printf("bounded\t%s\t%.17g\t%d\n", key(impact.node[row]).c_str(), bounded.total[row], bounded.unique);
    }
}

std::string report(const txm::map &map) {
    const std::uint32_t app = map.find(TXM_KIND_FACET, "teller_app/ux/tellers");
    txm::tally tally;
    tally.declare({&app, 1}, "sus");
    const std::vector<double> value{55.0, 62.5, 47.5, 60.0, 70.0, 52.5};
    const std::vector<std::uint32_t> facet(value.size(), app);
    const std::vector<std::uint64_t> respondent{1, 2, 3, 4, 5, 6};
    txm_responses responses = txm::responses();
    responses.len = value.size();
    responses.facet = facet.data();
    responses.value = value.data();
    responses.respondent = respondent.data();
    tally.add(responses);

    const txm::scorecard card(map, txm::tally::from_bytes(tally.to_bytes()));
    const double shock = 12.0;
    txm_report_options options = txm::report_options();
    options.title = "A better teller app";
    options.scorecard = card.get();
    options.shock_node = &app;
    options.shock_amount = &shock;
    options.shock_len = 1;
    return txm::report(map, options).to_json();
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 2) {
        std::fputs("usage: bank_onboarding MAP.json [--json]\n", stderr);
        return 2;
    }
    try {
        const txm::map map = txm::map::from_json(read_file(argv[1]));
        if (argc > 2 && std::string_view(argv[2]) == "--json") {
            std::fputs(report(map).c_str(), stdout);
        } else {
            print(map);
        }
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "%s: %s\n", argv[1], failure.what());
        return 2;
    }
    return 0;
}
