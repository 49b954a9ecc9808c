/* Misuse of networks and cascades: see misuse.h. */
#include "misuse.h"

static void networks(const txm_map *map) {
    const uint32_t from[] = {0, 1}, to[] = {1, 0}, far[] = {1, 2}, same[] = {1, 1};
    const double weight[] = {0.9, 1.2}, calm[] = {0.5, 0.5}, bad[] = {0.5, INFINITY}, negative[] = {0.1, -0.1};
    txm_network *network = NULL;
    txm_influences edges = TXM_INFLUENCES_INIT;
    txm_stability stability;
    txm_map *empty;

    EXPECT(NULL_POINTER, txm_network_new(NULL, &network, &failure));
    EXPECT(NULL_POINTER, txm_network_new(map, NULL, &failure));
    EXPECT(OK, txm_map_new(NULL, 0, &empty, &failure));
    EXPECT(BAD_NETWORK, txm_network_new(empty, &network, &failure));
    REQUIRE(network == NULL);
    txm_map_free(empty);

    EXPECT(BAD_NETWORK, txm_network_from_columns(0, &edges, &network, &failure));
    edges.len = 2;
    EXPECT(NULL_POINTER, txm_network_from_columns(2, &edges, &network, &failure));
    edges.from = from;
    edges.to = to;
    edges.weight = weight;
    EXPECT(NULL_POINTER, txm_network_from_columns(2, NULL, &network, &failure));
    EXPECT(NULL_POINTER, txm_network_from_columns(2, &edges, NULL, &failure));
    EXPECT_QUIET(UNSTABLE, txm_network_from_columns(2, &edges, &network, &failure));
    REQUIRE(strstr(failure.message, "0 -> 1 -> 0") != NULL && strstr(failure.message, "1.0392") != NULL);
    EXPECT(BAD_NETWORK, txm_network_from_columns(1, &edges, &network, &failure));
    edges.len = HUGE_LENGTH;
    EXPECT(BAD_LENGTH, txm_network_from_columns(2, &edges, &network, &failure));
#if SIZE_MAX > UINT32_MAX
    edges.len = (size_t)UINT32_MAX + 1; /* refused before any is read */
    EXPECT(LIMIT, txm_network_from_columns(2, &edges, &network, &failure));
    edges.len = 2;
    EXPECT(LIMIT, txm_network_from_columns(UINT32_MAX, &edges, &network, &failure));
#endif
    edges.len = 2;
    edges.weight = bad;
    EXPECT(BAD_NETWORK, txm_network_from_columns(2, &edges, &network, &failure));
    edges.weight = calm;
    edges.standard_error = negative;
    EXPECT(BAD_NETWORK, txm_network_from_columns(2, &edges, &network, &failure));
    edges.standard_error = NULL;
    edges.to = far;
    EXPECT(BAD_NETWORK, txm_network_from_columns(2, &edges, &network, &failure));
    edges.to = same;
    EXPECT(BAD_NETWORK, txm_network_from_columns(2, &edges, &network, &failure));
    REQUIRE(network == NULL);
    edges.to = to;
    EXPECT(OK, txm_network_from_columns(2, &edges, &network, &failure));

    memset(&stability, 0, sizeof stability);
    EXPECT(BAD_STRUCT, txm_network_stability(network, &stability, &failure));
    stability.struct_size = sizeof stability;
    EXPECT(NULL_POINTER, txm_network_stability(NULL, &stability, &failure));
    EXPECT(NULL_POINTER, txm_network_stability(network, NULL, &failure));
    REQUIRE(stability.radius == 0.0);
    EXPECT(OK, txm_network_stability(network, &stability, &failure));
    REQUIRE(stability.radius == 0.5 && stability.exact == 1 && stability.cyclic == 1 && stability.fragile == 0);
    REQUIRE(stability.node_count == 2 && stability.edge_count == 2 && stability.largest_component == 2);
    REQUIRE(stability.certified == 1 && stability.reserved == 0);
    txm_network_free(network);
    txm_network_free(NULL);
}

/* Moved by 10 at the first node, 5 at the second, 1.25 at the outcome; no influence has a lag. */
static void over_time(const txm_cascade *cascade) {
    txm_trajectory_options options = TXM_TRAJECTORY_OPTIONS_INIT;
    double value[9], limit[3];
    uint32_t settled[3];
    size_t length = 77;

    REQUIRE(options.horizon == 12 && options.schedule == TXM_SCHEDULE_STEP && options.ramp_periods == 1);
    EXPECT(NULL_POINTER, txm_cascade_copy_trajectory(NULL, &options, value, limit, settled, 9, &length, &failure));
    options.struct_size = 0;
    EXPECT(BAD_STRUCT, txm_cascade_copy_trajectory(cascade, &options, value, limit, settled, 9, &length, &failure));
    options = (txm_trajectory_options)TXM_TRAJECTORY_OPTIONS_INIT;
    options.schedule = 3;
    EXPECT(BAD_ENUM, txm_cascade_copy_trajectory(cascade, &options, value, limit, settled, 9, &length, &failure));
    options.schedule = TXM_SCHEDULE_RAMP;
    options.ramp_periods = 0;
    EXPECT(BAD_OPTION, txm_cascade_copy_trajectory(cascade, &options, value, limit, settled, 9, &length, &failure));
    options.ramp_periods = 2;
    options.horizon = 2;
    options.persistence = 1.0;
    EXPECT(BAD_OPTION, txm_cascade_copy_trajectory(cascade, &options, value, limit, settled, 9, &length, &failure));
    options.persistence = 0.0;
    REQUIRE(length == 9);
    EXPECT(BUFFER_TOO_SMALL, txm_cascade_copy_trajectory(cascade, NULL, NULL, NULL, NULL, 0, &length, &failure));
    REQUIRE(length == 39);
    EXPECT(OK, txm_cascade_copy_trajectory(cascade, &options, NULL, NULL, NULL, 9, NULL, &failure));
    EXPECT(OK, txm_cascade_copy_trajectory(cascade, &options, value, limit, settled, 9, &length, &failure));
    REQUIRE(value[0] == 5.0 && value[1] == 2.5 && value[5] == 1.25 && limit[1] == 5.0 && settled[2] == 1);
    options.horizon = UINT32_MAX;
    EXPECT(BAD_OPTION, txm_cascade_copy_trajectory(cascade, &options, value, NULL, NULL, 9, &length, &failure));
    options.horizon = 2;
    /* Who wants only what follows the periods needs no room for them. */
    limit[1] = 0.0;
    EXPECT(OK, txm_cascade_copy_trajectory(cascade, &options, NULL, limit, NULL, 0, &length, &failure));
    REQUIRE(length == 9 && limit[1] == 5.0);
}

static void bounded(const txm_cascade *cascade) {
    const uint32_t node[] = {0, 1}, twice[] = {0, 0}, unknown[] = {0, 42};
    const double score[] = {95.0, 50.0}, high[] = {95.0, 101.0}, bad[] = {95.0, NAN};
    double total[3];
    size_t length = 77;
    int32_t unique = 77;

    EXPECT(NULL_POINTER, txm_cascade_copy_bounded(NULL, node, score, 2, 1.0, total, 3, &length, &unique, &failure));
    EXPECT(NULL_POINTER, txm_cascade_copy_bounded(cascade, NULL, score, 2, 1.0, total, 3, &length, &unique, &failure));
    EXPECT(NULL_POINTER, txm_cascade_copy_bounded(cascade, node, NULL, 2, 1.0, total, 3, &length, &unique, &failure));
    EXPECT(BAD_LENGTH,
           txm_cascade_copy_bounded(cascade, node, score, HUGE_LENGTH, 1.0, total, 3, &length, &unique, &failure));
    EXPECT(DUPLICATE, txm_cascade_copy_bounded(cascade, twice, score, 2, 1.0, total, 3, &length, &unique, &failure));
    EXPECT(NOT_FOUND, txm_cascade_copy_bounded(cascade, unknown, score, 2, 1.0, total, 3, &length, &unique, &failure));
    EXPECT(BAD_VALUE, txm_cascade_copy_bounded(cascade, node, bad, 2, 1.0, total, 3, &length, &unique, &failure));
    REQUIRE(length == 77);
    EXPECT(BAD_VALUE, txm_cascade_copy_bounded(cascade, node, high, 2, 1.0, total, 3, &length, &unique, &failure));
    EXPECT(BAD_OPTION, txm_cascade_copy_bounded(cascade, node, score, 2, 0.5, total, 3, &length, &unique, &failure));
    EXPECT(BUFFER_TOO_SMALL,
           txm_cascade_copy_bounded(cascade, node, score, 2, 1.0, NULL, 0, &length, &unique, &failure));
    REQUIRE(length == 3 && unique == 77);
    EXPECT(OK, txm_cascade_copy_bounded(cascade, node, score, 2, 1.0, NULL, 3, NULL, NULL, &failure));
    EXPECT(OK, txm_cascade_copy_bounded(cascade, NULL, NULL, 0, 1.0, total, 3, &length, &unique, &failure));
    REQUIRE(total[0] == 10.0 && total[1] == 5.0 && total[2] == 1.25);
    EXPECT(OK, txm_cascade_copy_bounded(cascade, node, score, 2, 1.0, total, 3, &length, &unique, &failure));
    REQUIRE(total[0] < 5.0 && total[1] < 2.5 && total[2] > 0.0 && unique == 1);
}

static void cascades(const txm_map *map) {
    const uint32_t node[] = {0, 0 | TXM_NODE_OUTCOME}, unknown[] = {0, 42}, twice[] = {0, 0};
    const double amount[] = {10.0, 0.0}, other[] = {20.0, 0.0}, bad[] = {10.0, NAN}, huge[] = {1e308, 0.0};
    txm_network *network;
    txm_cascade *cascade = NULL;
    txm_solve_options options = TXM_SOLVE_OPTIONS_INIT;
    txm_impact_columns impact = TXM_IMPACT_COLUMNS_INIT;
    txm_sensitivity_columns found = TXM_SENSITIVITY_COLUMNS_INIT;
    uint32_t ids[3], ends[3];
    double a[3], b[3], effect = 77.0, error = 77.0;
    uint64_t missing = 77;
    size_t length = 77;

    EXPECT(OK, txm_network_new(map, &network, &failure));
    EXPECT(NULL_POINTER, txm_cascade_run(NULL, node, amount, 2, &options, &cascade, &failure));
    EXPECT(NULL_POINTER, txm_cascade_run(network, NULL, amount, 2, &options, &cascade, &failure));
    EXPECT(NULL_POINTER, txm_cascade_run(network, node, NULL, 2, &options, &cascade, &failure));
    EXPECT(NULL_POINTER, txm_cascade_run(network, node, amount, 2, &options, NULL, &failure));
    EXPECT(BAD_LENGTH, txm_cascade_run(network, node, amount, HUGE_LENGTH, &options, &cascade, &failure));
    EXPECT(NOT_FOUND, txm_cascade_run(network, unknown, amount, 2, &options, &cascade, &failure));
    EXPECT(DUPLICATE, txm_cascade_run(network, twice, amount, 2, &options, &cascade, &failure));
    EXPECT(BAD_VALUE, txm_cascade_run(network, node, bad, 2, &options, &cascade, &failure));
    options.tolerance = 0.0;
    EXPECT(BAD_OPTION, txm_cascade_run(network, node, amount, 2, &options, &cascade, &failure));
    options.struct_size = 0;
    EXPECT(BAD_STRUCT, txm_cascade_run(network, node, amount, 2, &options, &cascade, &failure));
    REQUIRE(cascade == NULL);
    EXPECT(OK, txm_cascade_run(network, NULL, NULL, 0, NULL, &cascade, &failure));
    txm_cascade_free(cascade);
    EXPECT(OK, txm_cascade_run(network, node, huge, 2, NULL, &cascade, &failure));
    txm_cascade_free(cascade);
    EXPECT(OK, txm_cascade_run(network, node, amount, 2, NULL, &cascade, &failure));
    txm_network_free(network);

    EXPECT(NULL_POINTER, txm_cascade_copy_impact(NULL, &impact, &length, &failure));
    EXPECT(NULL_POINTER, txm_cascade_copy_impact(cascade, NULL, &length, &failure));
    REQUIRE(length == 77);
    impact.capacity = 2;
    EXPECT(BUFFER_TOO_SMALL, txm_cascade_copy_impact(cascade, &impact, &length, &failure));
    REQUIRE(length == 3);
    impact.capacity = 3;
    impact.reserved = 1;
    EXPECT(BAD_STRUCT, txm_cascade_copy_impact(cascade, &impact, NULL, &failure));
    impact.reserved = 0;
    EXPECT(OK, txm_cascade_copy_impact(cascade, &impact, NULL, &failure));
    impact.node = ids;
    impact.total = a;
    impact.standard_error = b;
    EXPECT(OK, txm_cascade_copy_impact(cascade, &impact, NULL, &failure));
    REQUIRE(ids[0] == 0 && ids[2] == TXM_NODE_OUTCOME && a[0] == 10.0 && a[1] == 5.0 && a[2] == 1.25 && b[1] == 1.0);
    b[1] = 0.0;
    EXPECT(OK, txm_cascade_copy_impact(cascade, &impact, NULL, &failure));
    REQUIRE(b[1] == 1.0);

    EXPECT(NULL_POINTER, txm_cascade_effect(NULL, node, amount, 2, &effect, &error, &missing, &failure));
    EXPECT(NULL_POINTER, txm_cascade_effect(cascade, NULL, amount, 2, &effect, &error, &missing, &failure));
    EXPECT(NULL_POINTER, txm_cascade_effect(cascade, node, NULL, 2, &effect, &error, &missing, &failure));
    EXPECT(BAD_LENGTH, txm_cascade_effect(cascade, NULL, NULL, 0, &effect, &error, &missing, &failure));
    EXPECT(BAD_LENGTH, txm_cascade_effect(cascade, node, amount, HUGE_LENGTH, &effect, &error, &missing, &failure));
    EXPECT(NOT_FOUND, txm_cascade_effect(cascade, unknown, amount, 2, &effect, &error, &missing, &failure));
    EXPECT(BAD_VALUE, txm_cascade_effect(cascade, node, bad, 2, &effect, &error, &missing, &failure));
    REQUIRE(effect == 77.0 && error == 77.0 && missing == 77);
    EXPECT(OK, txm_cascade_effect(cascade, node, amount, 2, NULL, NULL, NULL, &failure));
    EXPECT(OK, txm_cascade_effect(cascade, node, amount, 2, &effect, &error, &missing, &failure));
    REQUIRE(effect == 100.0 && missing == 0);

    EXPECT(NULL_POINTER, txm_cascade_copy_importance(NULL, node, amount, 2, ids, a, 3, &length, &failure));
    EXPECT(NULL_POINTER, txm_cascade_copy_importance(cascade, NULL, amount, 2, ids, a, 3, &length, &failure));
    EXPECT(NULL_POINTER, txm_cascade_copy_importance(cascade, node, NULL, 2, ids, a, 3, &length, &failure));
    EXPECT(BAD_LENGTH, txm_cascade_copy_importance(cascade, node, amount, 0, ids, a, 3, &length, &failure));
    EXPECT(DUPLICATE, txm_cascade_copy_importance(cascade, twice, amount, 2, ids, a, 3, &length, &failure));
    EXPECT(BUFFER_TOO_SMALL, txm_cascade_copy_importance(cascade, node, amount, 2, NULL, NULL, 0, &length, &failure));
    REQUIRE(length == 3);
    EXPECT(OK, txm_cascade_copy_importance(cascade, node, amount, 2, ids, a, 3, NULL, &failure));
    REQUIRE(ids[0] == 0 && a[0] == 10.0);

    EXPECT(NULL_POINTER, txm_cascade_copy_sensitivities(NULL, node, amount, 2, &found, &length, &failure));
    EXPECT(NULL_POINTER, txm_cascade_copy_sensitivities(cascade, NULL, amount, 2, &found, &length, &failure));
    EXPECT(NULL_POINTER, txm_cascade_copy_sensitivities(cascade, node, NULL, 2, &found, &length, &failure));
    EXPECT(NULL_POINTER, txm_cascade_copy_sensitivities(cascade, node, amount, 2, NULL, &length, &failure));
    EXPECT(BAD_LENGTH, txm_cascade_copy_sensitivities(cascade, node, amount, 0, &found, &length, &failure));
    EXPECT(BUFFER_TOO_SMALL, txm_cascade_copy_sensitivities(cascade, node, amount, 2, &found, &length, &failure));
    REQUIRE(length == 2);
    found.capacity = 2;
    found.reserved = 1;
    EXPECT(BAD_STRUCT, txm_cascade_copy_sensitivities(cascade, node, amount, 2, &found, NULL, &failure));
    found.reserved = 0;
    EXPECT(OK, txm_cascade_copy_sensitivities(cascade, node, amount, 2, &found, NULL, &failure));
    found.from = ids;
    found.to = ends;
    found.gradient = a;
    found.variance_share = b;
    EXPECT(OK, txm_cascade_copy_sensitivities(cascade, node, amount, 2, &found, NULL, &failure));
    REQUIRE(ids[1] == 1 && ends[1] == TXM_NODE_OUTCOME);
    /* What is kept of one objective is not taken for another. */
    EXPECT(OK, txm_cascade_effect(cascade, node, other, 2, &effect, NULL, NULL, &failure));
    REQUIRE(effect == 200.0);
    EXPECT(OK, txm_cascade_copy_sensitivities(cascade, node, amount, 2, &found, NULL, &failure));
    EXPECT(OK, txm_cascade_effect(cascade, node, amount, 2, &effect, NULL, NULL, &failure));
    REQUIRE(effect == 100.0);
    over_time(cascade);
    bounded(cascade);
    txm_cascade_free(cascade);
    txm_cascade_free(NULL);
}

/* Ends a call at its n-th step. */
static int32_t end_at(void *user_data, uint64_t done, uint64_t total) {
    uint64_t *left = user_data;
    REQUIRE(done <= total);
    --*left;
    return *left == 0;
}

/* A ring that is too large to be solved by elimination. */
static void watched(void) {
    enum { NODES = 300 };
    static uint32_t from[NODES], to[NODES], ids[NODES];
    static double weight[NODES], total[NODES], again[NODES];
    const uint32_t node[] = {0};
    const double shock[] = {1.0};
    txm_influences edges = TXM_INFLUENCES_INIT;
    txm_network *network;
    txm_cascade *cascade = NULL;
    txm_solve_options options = TXM_SOLVE_OPTIONS_INIT;
    txm_impact_columns impact = TXM_IMPACT_COLUMNS_INIT;
    uint64_t left = 1, at;

    for (at = 0; at < NODES; at++) {
        from[at] = (uint32_t)at;
        to[at] = (uint32_t)((at + 1) % NODES);
        weight[at] = 0.99;
    }
    edges.len = NODES;
    edges.from = from;
    edges.to = to;
    edges.weight = weight;
    EXPECT(OK, txm_network_from_columns(NODES, &edges, &network, &failure));
    options.progress = end_at;
    options.user_data = &left;
    EXPECT(CANCELLED, txm_cascade_run(network, node, shock, 1, &options, &cascade, &failure));
    REQUIRE(cascade == NULL && left == 0);
    left = UINT64_MAX;
    EXPECT(OK, txm_cascade_run(network, node, shock, 1, &options, &cascade, &failure));
    REQUIRE(left < UINT64_MAX);

    impact.capacity = NODES;
    impact.total = total;
    EXPECT(OK, txm_cascade_copy_impact(cascade, &impact, NULL, &failure));
    left = 1;
    EXPECT(CANCELLED,
           txm_cascade_copy_importance(cascade, node, shock, 1, ids, again, NODES, NULL, &failure));
    txm_cascade_free(cascade);
    /* Who watches changes nothing. */
    EXPECT(OK, txm_cascade_run(network, node, shock, 1, NULL, &cascade, &failure));
    impact.total = again;
    EXPECT(OK, txm_cascade_copy_impact(cascade, &impact, NULL, &failure));
    REQUIRE(memcmp(total, again, sizeof total) == 0);
    txm_cascade_free(cascade);
    txm_network_free(network);
}

/* The shop, where usability drives satisfaction and that drives revenue. */
static txm_map *shop_with_influences(void) {
    static const uint32_t from[] = {0, 1}, to[] = {1, 0 | TXM_NODE_OUTCOME};
    static const double weight[] = {0.5, 0.25}, standard_error[] = {0.1, 0.2};
    txm_map *map = shop();
    txm_influences rows = TXM_INFLUENCES_INIT;
    rows.len = LENGTH(from);
    rows.from = from;
    rows.to = to;
    rows.weight = weight;
    rows.standard_error = standard_error;
    EXPECT(OK, txm_map_add_influences(map, &rows, NULL, &failure));
    return map;
}

int main(void) {
    txm_map *map = shop_with_influences();
    networks(map);
    cascades(map);
    watched();
    txm_map_free(map);
    return failed;
}
