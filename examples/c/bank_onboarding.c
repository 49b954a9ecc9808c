/* A bank asks what a better teller app does for tellers and for the customers they serve: the main job from C.
 *
 *     bank_onboarding            with a map that is built here
 *     bank_onboarding MAP.json   with a map from a file that has the same facets
 *
 * Numbers are printed with all their digits, one fact a line, columns separated by tabs.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "total_experience.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static txm_error failure;

/* Ends the program when a call did not work. */
static void check(txm_status status, const char *what) {
    if (status != TXM_STATUS_OK) {
        fprintf(stderr, "%s: %s: %s\n", what, txm_status_text(status), failure.message);
        exit(2);
    }
}

static void *allocate(size_t count, size_t size) {
    void *memory = calloc(count > 0 ? count : 1, size);
    if (memory == NULL) {
        fputs("out of memory\n", stderr);
        exit(2);
    }
    return memory;
}

static char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t length = 0, got = 1;
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    while (got > 0) {
        char *longer = realloc(text, length + 4096 + 1);
        if (longer == NULL) {
            fputs("out of memory\n", stderr);
            exit(2);
        }
        text = longer;
        got = fread(text + length, 1, 4096, file);
        length += got;
    }
    text[length] = '\0';
    fclose(file);
    return text;
}

static uint32_t add_group(txm_map *map, const char *key, int32_t role, uint64_t people) {
    txm_stakeholder group;
    uint32_t id;
    check(txm_stakeholder_init(&group, sizeof group), "group");
    group.key = key;
    group.role = role;
    group.population = people;
    check(txm_map_add_stakeholder(map, &group, &id, &failure), key);
    return id;
}

static uint32_t add_place(txm_map *map, const char *key, const char *owner, const char *stage) {
    txm_touchpoint place;
    uint32_t id;
    check(txm_touchpoint_init(&place, sizeof place), "touchpoint");
    place.key = key;
    place.owner = owner;
    place.stage = stage;
    check(txm_map_add_touchpoint(map, &place, &id, &failure), key);
    return id;
}

static uint32_t add_outcome(txm_map *map, const char *key, int32_t direction) {
    txm_outcome outcome;
    uint32_t id;
    check(txm_outcome_init(&outcome, sizeof outcome), "outcome");
    outcome.key = key;
    outcome.unit = "percentage points";
    outcome.direction = direction;
    check(txm_map_add_outcome(map, &outcome, &id, &failure), key);
    return id;
}

static txm_map *build_map(void) {
    txm_map *map;
    check(txm_map_new("Bank", TXM_NTS, &map, &failure), "map");
    {
        const uint32_t customers = add_group(map, "customers", TXM_ROLE_CUSTOMER, 60000);
        const uint32_t tellers = add_group(map, "tellers", TXM_ROLE_EMPLOYEE, 900);
        const uint32_t teller_app = add_place(map, "teller_app", "Branch IT", NULL);
        const uint32_t branch = add_place(map, "branch", "Retail", NULL);
        const uint32_t onboarding = add_place(map, "onboarding", "Retail", "onboarding");
        const uint32_t portal = add_place(map, "portal", "Digital", NULL);
        const uint32_t touchpoint[] = {teller_app, branch, onboarding, portal, onboarding};
        const int32_t dimension[] = {TXM_DIMENSION_USER, TXM_DIMENSION_EMPLOYEE, TXM_DIMENSION_CUSTOMER,
                                     TXM_DIMENSION_USER, TXM_DIMENSION_MULTI};
        const uint32_t stakeholder[] = {tellers, tellers, customers, customers, customers};
        uint32_t first;
        check(txm_map_add_facets(map, touchpoint, dimension, stakeholder, LENGTH(touchpoint), &first, &failure),
              "facets");
        {
            const uint32_t app = first, ex = first + 1, cx = first + 2, web = first + 3, mx = first + 4;
            const uint32_t retention = add_outcome(map, "retention", TXM_DIRECTION_HIGHER_IS_BETTER);
            const uint32_t turnover = add_outcome(map, "turnover", TXM_DIRECTION_LOWER_IS_BETTER);
            const uint32_t from[] = {app, ex, app, web, web, mx, cx, web, cx, ex};
            const uint32_t to[] = {ex, cx, cx, cx, ex, cx, ex, mx, retention, turnover};
            const double weight[] = {0.35, 0.26, 0.10, 0.30, 0.08, 0.20, 0.12, 0.25, 0.40, -0.30};
            const double standard_error[] = {0.08, 0.09, 0.05, 0.06, 0.04, 0.07, 0.06, 0.06, 0.15, 0.12};
            const uint32_t lag[] = {1, 1, 0, 0, 1, 0, 1, 0, 0, 0};
            txm_influences influences;
            check(txm_influences_init(&influences, sizeof influences), "influences");
            influences.len = LENGTH(from);
            influences.from = from;
            influences.to = to;
            influences.weight = weight;
            influences.standard_error = standard_error;
            influences.lag = lag;
            check(txm_map_add_influences(map, &influences, NULL, &failure), "influences");
        }
    }
    return map;
}

static txm_map *read_map(const char *path) {
    txm_map *map;
    char *json = read_file(path);
    check(txm_map_from_json(json, TXM_NTS, &map, &failure), path);
    free(json);
    return map;
}

static uint32_t find(const txm_map *map, const char *key) {
    uint32_t id;
    check(txm_map_find(map, TXM_KIND_NODE, key, TXM_NTS, &id, &failure), key);
    return id;
}

static const char *key_of(const txm_map *map, uint32_t id) {
    static char key[256];
    check(txm_map_copy_key(map, TXM_KIND_NODE, id, key, sizeof key, NULL, &failure), "key");
    return key;
}

/* What one machine knows: the answers of some of the people. */
static txm_tally *tally_part(const txm_map *map, uint64_t first_person, const double *promoters,
                             const double *usability, size_t people) {
    const uint32_t onboarding = find(map, "onboarding/cx/customers");
    const uint32_t app = find(map, "teller_app/ux/tellers");
    uint32_t *facet = allocate(2 * people, sizeof *facet);
    double *value = allocate(2 * people, sizeof *value);
    uint8_t *missing = allocate(2 * people, sizeof *missing);
    uint64_t *respondent = allocate(2 * people, sizeof *respondent);
    txm_tally *tally;
    txm_responses responses;
    size_t row;
    for (row = 0; row < 2 * people; row++) {
        const int is_customer = row < people;
        facet[row] = is_customer ? onboarding : app;
        value[row] = is_customer ? promoters[row] : usability[row - people];
        missing[row] = value[row] < 0.0;
        respondent[row] = first_person + row;
    }
    check(txm_tally_new(&tally, &failure), "tally");
    check(txm_tally_declare(tally, &onboarding, 1, "nps", TXM_NTS, &failure), "nps");
    check(txm_tally_declare(tally, &app, 1, "sus", TXM_NTS, &failure), "sus");
    check(txm_responses_init(&responses, sizeof responses), "responses");
    responses.len = 2 * people;
    responses.facet = facet;
    responses.value = value;
    responses.missing = missing;
    responses.respondent = respondent;
    check(txm_tally_add_columns(tally, &responses, &failure), "responses");
    free(respondent);
    free(missing);
    free(value);
    free(facet);
    return tally;
}

/* Two parts are tallied apart, one of them is sent as bytes, and they are merged. */
static txm_tally *tally_all(const txm_map *map) {
    static const double north_nps[] = {10, 9, 8.5, 6.5, 7, 3, 10, -1};
    static const double north_sus[] = {55, 62.5, 47.5, 60, 70, 52.5, 65, 57.5};
    static const double south_nps[] = {9, 9.5, 2, 8, 10, 6};
    static const double south_sus[] = {50, 67.5, 57.5, 72.5, 45, 60};
    txm_tally *north = tally_part(map, 1000, north_nps, north_sus, LENGTH(north_nps));
    txm_tally *south = tally_part(map, 2000, south_nps, south_sus, LENGTH(south_nps));
    txm_tally *received;
    uint8_t *bytes;
    size_t length;
    if (txm_tally_to_bytes(south, NULL, 0, &length, &failure) != TXM_STATUS_BUFFER_TOO_SMALL) {
        check(TXM_STATUS_FAILED, "size of the bytes");
    }
    bytes = allocate(length, 1);
    check(txm_tally_to_bytes(south, bytes, length, &length, &failure), "bytes");
    check(txm_tally_from_bytes(bytes, length, &received, &failure), "bytes");
    check(txm_tally_merge(north, received, &failure), "merge");
    free(bytes);
    txm_tally_free(received);
    txm_tally_free(south);
    return north;
}

static void print_tally(const txm_map *map, const txm_tally *tally) {
    uint32_t facet[8];
    uint64_t answers[8], missing[8];
    size_t length, row;
    check(txm_tally_copy_counts(tally, facet, answers, missing, NULL, NULL, LENGTH(facet), &length, &failure),
          "counts");
    for (row = 0; row < length; row++) {
        printf("tally\t%s\t%" PRIu64 "\t%" PRIu64 "\n", key_of(map, facet[row]), answers[row], missing[row]);
    }
}

static void print_cascade(const txm_map *map, const txm_network *network) {
    const uint32_t pushed[] = {find(map, "teller_app/ux/tellers")};
    const double amount[] = {12.0};
    const uint32_t objective[] = {find(map, "branch/ex/tellers"), find(map, "onboarding/cx/customers")};
    const double weight[] = {0.5, 0.5};
    txm_cascade *cascade;
    size_t nodes, edges, row;
    double effect, error_of_effect;
    uint64_t unknown;
    check(txm_cascade_run(network, pushed, amount, LENGTH(pushed), NULL, &cascade, &failure), "cascade");

    if (txm_cascade_copy_impact(cascade, NULL, NULL, NULL, NULL, NULL, NULL, 0, &nodes, &failure) !=
        TXM_STATUS_BUFFER_TOO_SMALL) {
        check(TXM_STATUS_FAILED, "number of nodes");
    }
    {
        uint32_t *node = allocate(nodes, sizeof *node);
        double *column = allocate(5 * nodes, sizeof *column);
        double *shock = column, *direct = column + nodes, *indirect = column + 2 * nodes;
        double *total = column + 3 * nodes, *standard_error = column + 4 * nodes;
        check(txm_cascade_copy_impact(cascade, node, shock, direct, indirect, total, standard_error, nodes, NULL,
                                      &failure),
              "impact");
        for (row = 0; row < nodes; row++) {
            printf("impact\t%s\t%.17g\t%.17g\t%.17g\t%.17g\t%.17g\n", key_of(map, node[row]), shock[row], direct[row],
                   indirect[row], total[row], standard_error[row]);
        }
        check(txm_cascade_copy_keystones(cascade, objective, weight, LENGTH(objective), node, column, nodes, NULL,
                                         &failure),
              "keystones");
        for (row = 0; row < nodes; row++) {
            printf("keystone\t%s\t%.17g\n", key_of(map, node[row]), column[row]);
        }
        free(column);
        free(node);
    }

    check(txm_cascade_effect(cascade, objective, weight, LENGTH(objective), &effect, &error_of_effect, &unknown,
                             &failure),
          "effect");
    printf("effect\t%.17g\t%.17g\t%" PRIu64 "\n", effect, error_of_effect, unknown);

    if (txm_cascade_copy_sensitivities(cascade, objective, weight, LENGTH(objective), NULL, NULL, NULL, NULL, 0, &edges,
                                       &failure) != TXM_STATUS_BUFFER_TOO_SMALL) {
        check(TXM_STATUS_FAILED, "number of edges");
    }
    {
        uint32_t *end = allocate(2 * edges, sizeof *end);
        double *column = allocate(2 * edges, sizeof *column);
        check(txm_cascade_copy_sensitivities(cascade, objective, weight, LENGTH(objective), end, end + edges, column,
                                             column + edges, edges, NULL, &failure),
              "sensitivities");
        for (row = 0; row < edges; row++) {
            printf("sensitivity\t%s", key_of(map, end[row]));
            printf("\t%s\t%.17g\t%.17g\n", key_of(map, end[edges + row]), column[row], column[edges + row]);
        }
        free(column);
        free(end);
    }
    txm_cascade_free(cascade);
}

int main(int argc, char **argv) {
    txm_map *map;
    txm_tally *tally;
    txm_network *network;
    txm_stability stability;
    if (txm_version_number() != TXM_VERSION_NUMBER) {
        fprintf(stderr, "the library is %s, the header is another version\n", txm_version_string());
        return 2;
    }
    map = argc > 1 ? read_map(argv[1]) : build_map();

    tally = tally_all(map);
    print_tally(map, tally);

    check(txm_network_new(map, &network, &failure), "network");
    stability.struct_size = sizeof stability;
    check(txm_network_stability(network, &stability, &failure), "stability");
    printf("radius\t%.17g\n", stability.radius);
    print_cascade(map, network);

    txm_network_free(network);
    txm_tally_free(tally);
    txm_map_free(map);
    return 0;
}
