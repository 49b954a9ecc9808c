// What a better teller app does for tellers and customers, from C++: bank_onboarding MAP.json
//
// Numbers are printed with all their digits, one fact a line, columns separated by tabs.
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

    const std::vector objective{node("branch/ex/tellers"), node("onboarding/cx/customers")};
    const std::vector weight{0.5, 0.5};
    const txm::keystones keystones = cascade.keystones(objective, weight);
    for (std::size_t row = 0; row < keystones.node.size(); row++) {
        std::printf("keystone\t%s\t%.17g\n", key(keystones.node[row]).c_str(), keystones.value[row]);
    }

    const txm::effect effect = cascade.effect(objective, weight);
    std::printf("effect\t%.17g\t%.17g\t%llu\n", effect.value, effect.standard_error,
                static_cast<unsigned long long>(effect.unknown));
    const txm::sensitivities found = cascade.sensitivities(objective, weight);
    for (std::size_t row = 0; row < found.from.size(); row++) {
        std::printf("sensitivity\t%s\t%s\t%.17g\t%.17g\n", key(found.from[row]).c_str(), key(found.to[row]).c_str(),
                    found.gradient[row], found.variance_share[row]);
    }
}

} // namespace

int main(int argc, char **argv) {
    if (argc != 2) {
        std::fputs("usage: bank_onboarding MAP.json\n", stderr);
        return 2;
    }
    try {
        print(txm::map::from_json(read_file(argv[1])));
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "%s: %s\n", argv[1], failure.what());
        return 2;
    }
    return 0;
}
