/* The golden cascade from plain columns; capi/tests/it/cascade.rs compares every digit with Rust. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "total_experience.h"

#define CHECK(call)                                                                                                    \
    do {                                                                                                               \
        if ((call) != TXM_STATUS_OK) {                                                                                 \
            fprintf(stderr, "line %d: %s\n", __LINE__, failure.message);                                               \
            return 1;                                                                                                  \
        }                                                                                                              \
    } while (0)

enum { NODES = 5, EDGES = 8, PERIODS = 5 };

int main(void) {
    const uint32_t from[EDGES] = {0, 1, 0, 3, 3, 4, 2, 3};
    const uint32_t to[EDGES] = {1, 2, 2, 2, 1, 2, 1, 4};
    const double weight[EDGES] = {0.35, 0.26, 0.10, 0.30, 0.08, 0.20, 0.12, 0.25};
    const double standard_error[EDGES] = {0.08, 0.09, 0.05, 0.06, 0.04, 0.07, 0.06, 0.06};
    const uint32_t lag[EDGES] = {1, 1, 0, 0, 1, 0, 1, 0};
    const uint32_t moved[] = {0};
    const double shock[] = {12.0};
    const uint32_t objective[] = {1, 2};
    const double halves[] = {0.5, 0.5};
    txm_error failure;
    txm_influences edges = TXM_INFLUENCES_INIT;
    txm_network *network;
    txm_cascade *cascade;
    const uint32_t scored[] = {0, 1, 2};
    const double score[] = {90.0, 55.0, 70.0};
    txm_trajectory_options options = TXM_TRAJECTORY_OPTIONS_INIT;
    txm_stability stability = TXM_STABILITY_INIT;
    txm_impact_columns impact = TXM_IMPACT_COLUMNS_INIT;
    txm_sensitivity_columns sensitivity = TXM_SENSITIVITY_COLUMNS_INIT;
    uint32_t node[NODES], start[EDGES], end[EDGES];
    double initial[NODES], direct[NODES], indirect[NODES], total[NODES], errors[NODES], gradient[EDGES], share[EDGES];
    double value[PERIODS * NODES], limit[NODES];
    uint32_t settled[NODES];
    int32_t unique;
    size_t rows, row;

    if (txm_version_number() != TXM_VERSION_NUMBER) {
        return 1;
    }
    edges.len = EDGES;
    edges.from = from;
    edges.to = to;
    edges.weight = weight;
    edges.standard_error = standard_error;
    edges.lag = lag;
    CHECK(txm_network_from_columns(NODES, &edges, &network, &failure));
    CHECK(txm_network_stability(network, &stability, &failure));
    printf("radius\t%.17g\n", stability.radius);
    CHECK(txm_cascade_run(network, moved, shock, 1, NULL, &cascade, &failure));
    txm_network_free(network);

    impact.capacity = NODES;
    impact.node = node;
    impact.shock = initial;
    impact.direct = direct;
    impact.indirect = indirect;
    impact.total = total;
    impact.standard_error = errors;
    CHECK(txm_cascade_copy_impact(cascade, &impact, &rows, &failure));
    for (row = 0; row < rows; row++) {
        printf("impact\t%" PRIu32 "\t%.17g\t%.17g\t%.17g\t%.17g\t%.17g\n", node[row], initial[row], direct[row],
               indirect[row], total[row], errors[row]);
    }
    CHECK(txm_cascade_copy_importance(cascade, objective, halves, 2, node, total, NODES, &rows, &failure));
    for (row = 0; row < rows; row++) {
        printf("importance\t%" PRIu32 "\t%.17g\n", node[row], total[row]);
    }
    sensitivity.capacity = EDGES;
    sensitivity.from = start;
    sensitivity.to = end;
    sensitivity.gradient = gradient;
    sensitivity.variance_share = share;
    CHECK(txm_cascade_copy_sensitivities(cascade, objective, halves, 2, &sensitivity, &rows, &failure));
    for (row = 0; row < rows; row++) {
        printf("sensitivity\t%" PRIu32 "\t%" PRIu32 "\t%.17g\t%.17g\n", start[row], end[row], gradient[row],
               share[row]);
    }
    options.horizon = PERIODS - 1;
    CHECK(txm_cascade_copy_trajectory(cascade, &options, value, limit, settled, PERIODS * NODES, &rows, &failure));
    for (row = 0; row < rows; row++) {
        printf("trajectory\t%zu\t%zu\t%.17g\n", row / NODES, row % NODES, value[row]);
    }
    for (row = 0; row < NODES; row++) {
        printf("settles\t%zu\t%.17g\t%" PRIu32 "\n", row, limit[row], settled[row]);
    }
    CHECK(txm_cascade_copy_bounded(cascade, scored, score, 3, 1.5, total, NODES, &rows, &unique, &failure));
    for (row = 0; row < rows; row++) {
        printf("bounded\t%zu\t%.17g\t%d\n", row, total[row], (int)unique);
    }
    txm_cascade_free(cascade);
    return 0;
}
