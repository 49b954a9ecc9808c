/* Misuse of what makes and asks maps: see misuse.h. */
#include "misuse.h"

static void about_the_library(void) {
    REQUIRE(txm_version_number() == TXM_VERSION_NUMBER);
    REQUIRE(strlen(txm_version_string()) >= 5);
    REQUIRE(strcmp(txm_status_text(TXM_STATUS_OK), txm_status_text(-1)) != 0);
    REQUIRE(strcmp(txm_status_text(INT32_MIN), txm_status_text(INT32_MAX)) == 0);
}

#define CHECK_INIT(type, initializer)                                                                                  \
    do {                                                                                                               \
        struct {                                                                                                       \
            type known;                                                                                                \
            char later[16];                                                                                            \
        } longer;                                                                                                      \
        const type defaults = initializer;                                                                             \
        type value;                                                                                                    \
        memset(&value, 0x55, sizeof value);                                                                            \
        memset(&longer, 0x55, sizeof longer);                                                                          \
        EXPECT(NULL_POINTER, txm_struct_init(#type, TXM_NTS, NULL, sizeof value, &failure));                           \
        EXPECT(BAD_STRUCT, txm_struct_init(#type, TXM_NTS, &value, 0, &failure));                                      \
        EXPECT(BAD_STRUCT, txm_struct_init(#type, TXM_NTS, &value, sizeof value - 1, &failure));                       \
        EXPECT(BAD_STRUCT, txm_struct_init(#type, TXM_NTS, &value, SIZE_MAX, &failure));                               \
        REQUIRE(value.struct_size == 0x55555555);                                                                      \
        EXPECT(OK, txm_struct_init(#type, TXM_NTS, &value, sizeof value, &failure));                                   \
        REQUIRE(memcmp(&value, &defaults, sizeof value) == 0 && value.struct_size == sizeof value);                    \
        EXPECT(OK, txm_struct_init(#type, TXM_NTS, &longer.known, sizeof value + 8, &failure));                        \
        REQUIRE(longer.known.struct_size == sizeof value + 8 && longer.later[7] == 0 && longer.later[8] == 0x55);      \
    } while (0)

static void structs(void) {
    txm_events events = TXM_EVENTS_INIT;
    EXPECT(NULL_POINTER, txm_struct_init(NULL, TXM_NTS, &events, sizeof events, &failure));
    EXPECT(NOT_UTF8, txm_struct_init("\xff", TXM_NTS, &events, sizeof events, &failure));
    EXPECT(NOT_FOUND, txm_struct_init("txm_error", TXM_NTS, &events, sizeof events, &failure));
    EXPECT(OK, txm_struct_init("txm_events and more", 10, &events, sizeof events, &failure));
    CHECK_INIT(txm_stakeholder, TXM_STAKEHOLDER_INIT);
    CHECK_INIT(txm_touchpoint, TXM_TOUCHPOINT_INIT);
    CHECK_INIT(txm_outcome, TXM_OUTCOME_INIT);
    CHECK_INIT(txm_influences, TXM_INFLUENCES_INIT);
    CHECK_INIT(txm_data, TXM_DATA_INIT);
    CHECK_INIT(txm_responses, TXM_RESPONSES_INIT);
    CHECK_INIT(txm_scorecard_options, TXM_SCORECARD_OPTIONS_INIT);
    CHECK_INIT(txm_score_columns, TXM_SCORE_COLUMNS_INIT);
    CHECK_INIT(txm_joint_score_columns, TXM_JOINT_SCORE_COLUMNS_INIT);
    CHECK_INIT(txm_tally_count_columns, TXM_TALLY_COUNT_COLUMNS_INIT);
    CHECK_INIT(txm_report_options, TXM_REPORT_OPTIONS_INIT);
    CHECK_INIT(txm_trajectory_options, TXM_TRAJECTORY_OPTIONS_INIT);
    CHECK_INIT(txm_solve_options, TXM_SOLVE_OPTIONS_INIT);
    CHECK_INIT(txm_impact_columns, TXM_IMPACT_COLUMNS_INIT);
    CHECK_INIT(txm_sensitivity_columns, TXM_SENSITIVITY_COLUMNS_INIT);
    CHECK_INIT(txm_events, TXM_EVENTS_INIT);
    CHECK_INIT(txm_journey_node_columns, TXM_JOURNEY_NODE_COLUMNS_INIT);
    CHECK_INIT(txm_journey_variant_columns, TXM_JOURNEY_VARIANT_COLUMNS_INIT);
    CHECK_INIT(txm_journey_edge_columns, TXM_JOURNEY_EDGE_COLUMNS_INIT);
    CHECK_INIT(txm_paths, TXM_PATHS_INIT);
    CHECK_INIT(txm_chain_touchpoint_columns, TXM_CHAIN_TOUCHPOINT_COLUMNS_INIT);
    CHECK_INIT(txm_friction_options, TXM_FRICTION_OPTIONS_INIT);
    CHECK_INIT(txm_friction_columns, TXM_FRICTION_COLUMNS_INIT);
    CHECK_INIT(txm_index, TXM_INDEX_INIT);
    CHECK_INIT(txm_stability, TXM_STABILITY_INIT);
    CHECK_INIT(txm_case_ends, TXM_CASE_ENDS_INIT);
    CHECK_INIT(txm_handover_options, TXM_HANDOVER_OPTIONS_INIT);
}

static void making_maps(void) {
    txm_map *map = NULL;
    EXPECT(NULL_POINTER, txm_map_new("Shop", TXM_NTS, NULL, &failure));
    EXPECT(NULL_POINTER, txm_map_new(NULL, TXM_NTS, &map, &failure));
    EXPECT(NULL_POINTER, txm_map_new(NULL, 4, &map, &failure));
    EXPECT(BAD_LENGTH, txm_map_new("Shop", HUGE_LENGTH, &map, &failure));
    EXPECT(NOT_UTF8, txm_map_new("\xff", TXM_NTS, &map, &failure));
    REQUIRE(map == NULL);
    EXPECT(OK, txm_map_new(NULL, 0, &map, &failure));
    txm_map_free(map);
    EXPECT_QUIET(OK, txm_map_new("Shop", 2, &map, NULL));
    txm_map_free(map);
    txm_map_free(NULL);

    EXPECT(NULL_POINTER, txm_map_from_json(JSON, TXM_NTS, NULL, &failure));
    EXPECT(NULL_POINTER, txm_map_from_json(NULL, TXM_NTS, &map, &failure));
    REQUIRE(map == NULL);
    EXPECT(BAD_JSON, txm_map_from_json(NULL, 0, &map, &failure));
    EXPECT(BAD_JSON, txm_map_from_json(JSON, 20, &map, &failure));
    EXPECT(BAD_LENGTH, txm_map_from_json(JSON, HUGE_LENGTH, &map, &failure));
    EXPECT(UNKNOWN_VERSION, txm_map_from_json("{\"schema\": 2}", TXM_NTS, &map, &failure));
    EXPECT(INVALID_MAP, txm_map_from_json("{\"schema\":1,\"outcomes\":[{\"key\":\"a\"}]}", TXM_NTS, &map, &failure));
    EXPECT_QUIET(BAD_JSON, txm_map_from_json("[", TXM_NTS, &map, NULL));
    REQUIRE(map == NULL);
}

static uint64_t count(const txm_map *map, int32_t kind) {
    uint64_t out = UINT64_MAX;
    EXPECT(OK, txm_map_count(map, kind, &out, &failure));
    return out;
}

static void adding_things(txm_map *map) {
    uint32_t id = 77;
    txm_stakeholder group = TXM_STAKEHOLDER_INIT;
    txm_touchpoint place = TXM_TOUCHPOINT_INIT;
    txm_outcome outcome = TXM_OUTCOME_INIT;

    EXPECT(NULL_POINTER, txm_map_add_stakeholder(map, &group, &id, &failure));
    group.key = "partners";
    EXPECT(NULL_POINTER, txm_map_add_stakeholder(map, &group, &id, &failure));
    group.role = 99;
    EXPECT(BAD_ENUM, txm_map_add_stakeholder(map, &group, &id, &failure));
    group.role = -1;
    EXPECT(BAD_ENUM, txm_map_add_stakeholder(map, &group, &id, &failure));
    group.role = TXM_ROLE_PARTNER;
    EXPECT(NULL_POINTER, txm_map_add_stakeholder(NULL, &group, &id, &failure));
    EXPECT(NULL_POINTER, txm_map_add_stakeholder(map, NULL, &id, &failure));
    group.struct_size = 3;
    EXPECT(BAD_STRUCT, txm_map_add_stakeholder(map, &group, &id, &failure));
    group.struct_size = sizeof group;
    group.reserved = 1;
    EXPECT(BAD_STRUCT, txm_map_add_stakeholder(map, &group, &id, &failure));
    group.reserved = 0;
    group.weight = NAN;
    EXPECT(INVALID_MAP, txm_map_add_stakeholder(map, &group, &id, &failure));
    group.weight = 1.0;
    group.key_len = 0;
    EXPECT(INVALID_MAP, txm_map_add_stakeholder(map, &group, &id, &failure));
    group.key_len = HUGE_LENGTH;
    EXPECT(BAD_LENGTH, txm_map_add_stakeholder(map, &group, &id, &failure));
    group.key_len = TXM_NTS;
    REQUIRE(id == 77 && count(map, TXM_KIND_STAKEHOLDER) == 2);
    EXPECT(OK, txm_map_add_stakeholder(map, &group, NULL, &failure));
    EXPECT(INVALID_MAP, txm_map_add_stakeholder(map, &group, &id, &failure));

    EXPECT(NULL_POINTER, txm_map_add_touchpoint(map, &place, &id, &failure));
    place.key = "door";
    EXPECT(NULL_POINTER, txm_map_add_touchpoint(NULL, &place, &id, &failure));
    EXPECT(NULL_POINTER, txm_map_add_touchpoint(map, NULL, &id, &failure));
    place.owner = "\x80";
    EXPECT(NOT_UTF8, txm_map_add_touchpoint(map, &place, &id, &failure));
    place.owner = NULL;
    place.service_level_seconds = -1.0;
    EXPECT(INVALID_MAP, txm_map_add_touchpoint(map, &place, &id, &failure));
    place.service_level_seconds = 30.0;
    place.reserved = 7;
    EXPECT(BAD_STRUCT, txm_map_add_touchpoint(map, &place, &id, &failure));
    place.reserved = 0;
    REQUIRE(id == 77 && count(map, TXM_KIND_TOUCHPOINT) == 1);
    EXPECT(OK, txm_map_add_touchpoint(map, &place, NULL, &failure));

    EXPECT(NULL_POINTER, txm_map_add_outcome(map, &outcome, &id, &failure));
    outcome.key = "turnover";
    EXPECT(NULL_POINTER, txm_map_add_outcome(map, &outcome, &id, &failure));
    outcome.unit = "";
    EXPECT(INVALID_MAP, txm_map_add_outcome(map, &outcome, &id, &failure));
    outcome.unit = "percentage points";
    outcome.direction = 2;
    EXPECT(BAD_ENUM, txm_map_add_outcome(map, &outcome, &id, &failure));
    outcome.direction = TXM_DIRECTION_LOWER_IS_BETTER;
    outcome.target = INFINITY;
    EXPECT(INVALID_MAP, txm_map_add_outcome(map, &outcome, &id, &failure));
    outcome.target = 5.0;
    EXPECT(NULL_POINTER, txm_map_add_outcome(NULL, &outcome, &id, &failure));
    EXPECT(NULL_POINTER, txm_map_add_outcome(map, NULL, &id, &failure));
    REQUIRE(id == 77 && count(map, TXM_KIND_OUTCOME) == 1);
    EXPECT(OK, txm_map_add_outcome(map, &outcome, &id, &failure));
    REQUIRE(id == (1 | TXM_NODE_OUTCOME));
}

static void adding_facets(txm_map *map) {
    const uint32_t touchpoint[] = {0, 1}, stakeholder[] = {2, 2}, unknown[] = {0, 9};
    const int32_t dimension[] = {TXM_DIMENSION_MULTI, TXM_DIMENSION_CUSTOMER}, wrong[] = {TXM_DIMENSION_USER, 4};
    uint32_t first = 77;
    EXPECT(NULL_POINTER, txm_map_add_facets(NULL, touchpoint, dimension, stakeholder, 2, &first, &failure));
    EXPECT(NULL_POINTER, txm_map_add_facets(map, NULL, dimension, stakeholder, 2, &first, &failure));
    EXPECT(NULL_POINTER, txm_map_add_facets(map, touchpoint, NULL, stakeholder, 2, &first, &failure));
    EXPECT(NULL_POINTER, txm_map_add_facets(map, touchpoint, dimension, NULL, 2, &first, &failure));
    EXPECT(BAD_LENGTH, txm_map_add_facets(map, touchpoint, dimension, stakeholder, HUGE_LENGTH, &first, &failure));
    EXPECT(BAD_ENUM, txm_map_add_facets(map, touchpoint, wrong, stakeholder, 2, &first, &failure));
    EXPECT(INVALID_MAP, txm_map_add_facets(map, unknown, dimension, stakeholder, 2, &first, &failure));
    EXPECT(INVALID_MAP, txm_map_add_facets(map, touchpoint, dimension, unknown, 2, &first, &failure));
    EXPECT(OK, txm_map_add_facets(map, NULL, NULL, NULL, 0, &first, &failure));
    REQUIRE(first == 77 && count(map, TXM_KIND_FACET) == 2);
    EXPECT(OK, txm_map_add_facets(map, touchpoint, dimension, stakeholder, 2, NULL, &failure));
    EXPECT(INVALID_MAP, txm_map_add_facets(map, touchpoint, dimension, stakeholder, 2, NULL, &failure));
    REQUIRE(count(map, TXM_KIND_FACET) == 4 && count(map, TXM_KIND_NODE) == 6);
}

static void adding_influences(txm_map *map) {
    const uint32_t from[] = {0, 1}, to[] = {1, 0 | TXM_NODE_OUTCOME}, unknown[] = {1, 99}, none[] = {1, 1};
    const double weight[] = {0.5, 0.25}, bad[] = {0.5, NAN}, error[] = {0.1, 0.2}, negative[] = {0.1, -0.2};
    uint32_t first = 77;
    txm_influences rows = TXM_INFLUENCES_INIT;
    EXPECT(OK, txm_map_add_influences(map, &rows, NULL, &failure));
    rows.len = 2;
    EXPECT(NULL_POINTER, txm_map_add_influences(map, &rows, &first, &failure));
    rows.from = from;
    EXPECT(NULL_POINTER, txm_map_add_influences(map, &rows, &first, &failure));
    rows.to = to;
    EXPECT(NULL_POINTER, txm_map_add_influences(map, &rows, &first, &failure));
    rows.weight = weight;
    EXPECT(NULL_POINTER, txm_map_add_influences(NULL, &rows, &first, &failure));
    EXPECT(NULL_POINTER, txm_map_add_influences(map, NULL, &first, &failure));
    rows.len = HUGE_LENGTH;
    EXPECT(BAD_LENGTH, txm_map_add_influences(map, &rows, &first, &failure));
    rows.len = 2;
    rows.weight = (const double *)(const void *)((const char *)weight + 1);
    EXPECT(MISALIGNED, txm_map_add_influences(map, &rows, &first, &failure));
    rows.weight = bad;
    EXPECT(INVALID_MAP, txm_map_add_influences(map, &rows, &first, &failure));
    rows.weight = weight;
    rows.to = unknown;
    EXPECT(INVALID_MAP, txm_map_add_influences(map, &rows, &first, &failure));
    rows.to = none;
    EXPECT(INVALID_MAP, txm_map_add_influences(map, &rows, &first, &failure));
    rows.to = to;
    rows.standard_error = negative;
    EXPECT(INVALID_MAP, txm_map_add_influences(map, &rows, &first, &failure));
    rows.standard_error = error;
    rows.evidence = "{\"kind\": \"guessed\"}";
    EXPECT(BAD_JSON, txm_map_add_influences(map, &rows, &first, &failure));
    rows.evidence = "{\"kind\": \"elicited\", \"experts\": 7}";
    rows.reserved = 1;
    EXPECT(BAD_STRUCT, txm_map_add_influences(map, &rows, &first, &failure));
    rows.reserved = 0;
    REQUIRE(first == 77 && count(map, TXM_KIND_INFLUENCE) == 0);
    EXPECT(OK, txm_map_add_influences(map, &rows, &first, &failure));
    EXPECT(INVALID_MAP, txm_map_add_influences(map, &rows, &first, &failure));
    REQUIRE(first == 0 && count(map, TXM_KIND_INFLUENCE) == 2);
}

static void asking_maps(const txm_map *map) {
    static const char *const keys[] = {"staff", "checkout", "checkout/ux/staff", "revenue", "revenue"};
    uint32_t id = 77;
    uint64_t many = 77;
    size_t length = 77, kind;
    char text[64];
    for (kind = 0; kind < LENGTH(keys); kind++) {
        EXPECT(OK, txm_map_find(map, (int32_t)kind, keys[kind], TXM_NTS, &id, &failure));
        EXPECT(OK, txm_map_copy_key(map, (int32_t)kind, id, text, sizeof text, &length, &failure));
        REQUIRE(strcmp(text, keys[kind]) == 0 && length == strlen(text) + 1);
    }
    id = 77;
    EXPECT(NULL_POINTER, txm_map_find(NULL, TXM_KIND_NODE, "revenue", TXM_NTS, &id, &failure));
    EXPECT(NULL_POINTER, txm_map_find(map, TXM_KIND_NODE, NULL, TXM_NTS, &id, &failure));
    EXPECT(NULL_POINTER, txm_map_find(map, TXM_KIND_NODE, "revenue", TXM_NTS, NULL, &failure));
    EXPECT(BAD_LENGTH, txm_map_find(map, TXM_KIND_NODE, "revenue", HUGE_LENGTH, &id, &failure));
    EXPECT(NOT_FOUND, txm_map_find(map, TXM_KIND_NODE, NULL, 0, &id, &failure));
    EXPECT(NOT_FOUND, txm_map_find(map, TXM_KIND_NODE, "revenue", 3, &id, &failure));
    EXPECT(BAD_ENUM, txm_map_find(map, TXM_KIND_INFLUENCE, "revenue", TXM_NTS, &id, &failure));
    EXPECT(BAD_ENUM, txm_map_find(map, -1, "revenue", TXM_NTS, &id, &failure));
    REQUIRE(id == 77);

    EXPECT(NULL_POINTER, txm_map_count(NULL, TXM_KIND_NODE, &many, &failure));
    EXPECT(NULL_POINTER, txm_map_count(map, TXM_KIND_NODE, NULL, &failure));
    EXPECT(BAD_ENUM, txm_map_count(map, 6, &many, &failure));
    REQUIRE(many == 77);

    EXPECT(NULL_POINTER, txm_map_copy_key(NULL, TXM_KIND_NODE, 0, text, sizeof text, &length, &failure));
    EXPECT(NULL_POINTER, txm_map_copy_key(map, TXM_KIND_NODE, 0, NULL, sizeof text, &length, &failure));
    EXPECT(NOT_FOUND, txm_map_copy_key(map, TXM_KIND_NODE, 99, text, sizeof text, &length, &failure));
    EXPECT(BAD_ENUM, txm_map_copy_key(map, TXM_KIND_INFLUENCE, 0, text, sizeof text, &length, &failure));
    EXPECT(BUFFER_TOO_SMALL, txm_map_copy_key(map, TXM_KIND_FACET, 0, NULL, 0, &length, &failure));
    REQUIRE(length == strlen("checkout/ux/staff") + 1);
    memset(text, 'x', sizeof text);
    EXPECT(BUFFER_TOO_SMALL, txm_map_copy_key(map, TXM_KIND_FACET, 0, text, length - 1, NULL, &failure));
    REQUIRE(text[0] == 'x');
    EXPECT(OK, txm_map_copy_key(map, TXM_KIND_FACET, 0, text, length, NULL, &failure));
    REQUIRE(text[length - 1] == '\0' && text[length] == 'x');

    {
        char *json;
        txm_map *copy = NULL;
        COPY(txm_map_to_json, map, json, length);
        EXPECT(OK, txm_map_from_json(json, length - 1, &copy, &failure));
        REQUIRE(count(copy, TXM_KIND_INFLUENCE) == 2 && strstr(json, "elicited") != NULL);
        txm_map_free(copy);
        free(json);
    }
}

int main(void) {
    txm_map *map;
    about_the_library();
    structs();
    making_maps();
    map = shop();
    adding_things(map);
    adding_facets(map);
    adding_influences(map);
    asking_maps(map);
    txm_map_free(map);
    return failed;
}
