/* Builds a map from what a CRM or HCM knows, in columns, and prints it as JSON.
 *
 *     build_map
 */
#include <stdio.h>
#include <stdlib.h>

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

static uint32_t add_group(txm_map *map, const char *key, int32_t role, uint64_t people) {
    txm_stakeholder group = TXM_STAKEHOLDER_INIT;
    uint32_t id;
    group.key = key;
    group.role = role;
    group.population = people;
    check(txm_map_add_stakeholder(map, &group, &id, &failure), key);
    return id;
}

static uint32_t add_place(txm_map *map, const char *key, const char *owner, const char *stage) {
    txm_touchpoint place = TXM_TOUCHPOINT_INIT;
    uint32_t id;
    place.key = key;
    place.owner = owner;
    place.stage = stage;
    check(txm_map_add_touchpoint(map, &place, &id, &failure), key);
    return id;
}

static uint32_t add_outcome(txm_map *map, const char *key, int32_t direction) {
    txm_outcome outcome = TXM_OUTCOME_INIT;
    uint32_t id;
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
            txm_influences influences = TXM_INFLUENCES_INIT;
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

int main(void) {
    txm_map *map = build_map();
    char *json;
    size_t length;
    if (txm_map_to_json(map, NULL, 0, &length, &failure) != TXM_STATUS_BUFFER_TOO_SMALL) {
        check(TXM_STATUS_FAILED, "size of the JSON");
    }
    json = malloc(length);
    if (json == NULL) {
        fputs("out of memory\n", stderr);
        return 2;
    }
    check(txm_map_to_json(map, json, length, NULL, &failure), "JSON");
    puts(json);
    free(json);
    txm_map_free(map);
    return 0;
}
