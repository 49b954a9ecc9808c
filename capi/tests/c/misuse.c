/* Every function with each pointer NULL, lengths of 0 and too large, enums out of range, buffers too small, handles
 * freed once and NULL: each call must answer the right status, say why, and change nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "total_experience.h"

#define HUGE_LENGTH (SIZE_MAX / 2 + 1)
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static int failed;
static txm_error failure;

static void expect(txm_status wanted, txm_status found, const char *call, int line) {
    const int said = wanted == TXM_STATUS_OK ? failure.message[0] == '\0' : failure.message[0] != '\0';
    if (wanted != found || failure.status != found || !said) {
        fprintf(stderr, "line %d: %s: wanted %s, found %s, error {%d, \"%s\"}\n", line, call, txm_status_text(wanted),
                txm_status_text(found), failure.status, failure.message);
        failed = 1;
    }
    memset(&failure, 0x55, sizeof failure);
}
#define EXPECT(status, call) expect(TXM_STATUS_##status, (call), #call, __LINE__)

/* For functions without txm_error. */
static void expect_quiet(txm_status wanted, txm_status found, const char *call, int line) {
    if (wanted != found) {
        fprintf(stderr, "line %d: %s: found %s\n", line, call, txm_status_text(found));
        failed = 1;
    }
}
#define EXPECT_QUIET(status, call) expect_quiet(TXM_STATUS_##status, (call), #call, __LINE__)

static void require(int holds, const char *what, int line) {
    if (!holds) {
        fprintf(stderr, "line %d: %s does not hold\n", line, what);
        failed = 1;
    }
}
#define REQUIRE(condition) require((condition) != 0, #condition, __LINE__)

static const char JSON[] = "{\"schema\": 1, \"name\": \"Shop\", \"stakeholders\": [{\"key\": \"customers\", \"role\": "
                           "\"customer\"}, {\"key\": \"staff\", \"role\": \"employee\"}], \"touchpoints\": [{\"key\": "
                           "\"checkout\"}], \"facets\": [{\"touchpoint\": \"checkout\", \"dimension\": \"ux\", "
                           "\"stakeholder\": \"staff\"}, {\"touchpoint\": \"checkout\", \"dimension\": \"cx\", "
                           "\"stakeholder\": \"customers\"}], \"outcomes\": [{\"key\": \"revenue\", \"unit\": "
                           "\"EUR\"}]}";

static const char FOREIGN[] = "{\"schema\":1,\"stakeholders\":[{\"key\":\"guests\",\"role\":\"customer\"}],\"touchpoints\":"
                              "[{\"key\":\"lobby\"}],\"facets\":[{\"touchpoint\":\"lobby\",\"dimension\":\"cx\","
                              "\"stakeholder\":\"guests\"}]}";

static void about_the_library(void) {
    REQUIRE(txm_version_number() == TXM_VERSION_NUMBER);
    REQUIRE(strlen(txm_version_string()) >= 5);
    REQUIRE(strcmp(txm_status_text(TXM_STATUS_OK), txm_status_text(-1)) != 0);
    REQUIRE(strcmp(txm_status_text(INT32_MIN), txm_status_text(INT32_MAX)) == 0);
}

#define CHECK_INIT(type)                                                                                               \
    do {                                                                                                               \
        struct {                                                                                                       \
            type known;                                                                                                \
            char later[16];                                                                                            \
        } longer;                                                                                                      \
        type spec;                                                                                                     \
        memset(&spec, 0x55, sizeof spec);                                                                              \
        memset(&longer, 0x55, sizeof longer);                                                                          \
        EXPECT_QUIET(NULL_POINTER, type##_init(NULL, sizeof spec));                                                    \
        EXPECT_QUIET(BAD_STRUCT, type##_init(&spec, 0));                                                               \
        EXPECT_QUIET(BAD_STRUCT, type##_init(&spec, sizeof spec - 1));                                                 \
        EXPECT_QUIET(BAD_STRUCT, type##_init(&spec, SIZE_MAX));                                                        \
        REQUIRE(spec.struct_size == 0x55555555);                                                                       \
        EXPECT_QUIET(OK, type##_init(&spec, sizeof spec));                                                             \
        REQUIRE(spec.struct_size == sizeof spec);                                                                      \
        EXPECT_QUIET(OK, type##_init(&longer.known, sizeof spec + 8));                                                 \
        REQUIRE(longer.known.struct_size == sizeof spec + 8 && longer.later[7] == 0 && longer.later[8] == 0x55);       \
    } while (0)

static void structs(void) {
    CHECK_INIT(txm_stakeholder);
    CHECK_INIT(txm_touchpoint);
    CHECK_INIT(txm_outcome);
    CHECK_INIT(txm_influences);
    CHECK_INIT(txm_responses);
    CHECK_INIT(txm_scorecard_options);
    CHECK_INIT(txm_scores);
    CHECK_INIT(txm_report_spec);
    CHECK_INIT(txm_solve_options);
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
    txm_stakeholder group;
    txm_touchpoint place;
    txm_outcome outcome;

    EXPECT_QUIET(OK, txm_stakeholder_init(&group, sizeof group));
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

    EXPECT_QUIET(OK, txm_touchpoint_init(&place, sizeof place));
    EXPECT(NULL_POINTER, txm_map_add_touchpoint(map, &place, &id, &failure));
    place.key = "door";
    EXPECT(NULL_POINTER, txm_map_add_touchpoint(NULL, &place, &id, &failure));
    EXPECT(NULL_POINTER, txm_map_add_touchpoint(map, NULL, &id, &failure));
    place.owner = "\x80";
    EXPECT(NOT_UTF8, txm_map_add_touchpoint(map, &place, &id, &failure));
    place.owner = NULL;
    place.sla_seconds = -1.0;
    EXPECT(INVALID_MAP, txm_map_add_touchpoint(map, &place, &id, &failure));
    place.sla_seconds = 30.0;
    place.reserved = 7;
    EXPECT(BAD_STRUCT, txm_map_add_touchpoint(map, &place, &id, &failure));
    place.reserved = 0;
    REQUIRE(id == 77 && count(map, TXM_KIND_TOUCHPOINT) == 1);
    EXPECT(OK, txm_map_add_touchpoint(map, &place, NULL, &failure));

    EXPECT_QUIET(OK, txm_outcome_init(&outcome, sizeof outcome));
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
    txm_influences rows;
    EXPECT_QUIET(OK, txm_influences_init(&rows, sizeof rows));
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

    EXPECT(NULL_POINTER, txm_map_to_json(NULL, text, sizeof text, &length, &failure));
    EXPECT(BUFFER_TOO_SMALL, txm_map_to_json(map, NULL, 0, NULL, &failure));
    EXPECT(BUFFER_TOO_SMALL, txm_map_to_json(map, text, sizeof text, &length, &failure));
    EXPECT(NULL_POINTER, txm_map_to_json(map, NULL, length, NULL, &failure));
    {
        char *json = malloc(length);
        txm_map *copy = NULL;
        EXPECT(OK, txm_map_to_json(map, json, length, NULL, &failure));
        EXPECT(OK, txm_map_from_json(json, length - 1, &copy, &failure));
        REQUIRE(count(copy, TXM_KIND_INFLUENCE) == 2 && strstr(json, "elicited") != NULL);
        txm_map_free(copy);
        free(json);
    }
}

static void *bytes_of(const txm_tally *tally, size_t *length) {
    void *bytes;
    EXPECT(BUFFER_TOO_SMALL, txm_tally_to_bytes(tally, NULL, 0, length, &failure));
    bytes = malloc(*length);
    EXPECT(OK, txm_tally_to_bytes(tally, bytes, *length, NULL, &failure));
    return bytes;
}

static void tallies(void) {
    const uint32_t facet[] = {0, 1}, undeclared[] = {0, 5};
    const double value[] = {9.0, 6.5}, off[] = {9.0, 11.0}, weight[] = {1.0, 2.0}, negative[] = {1.0, -2.0};
    const uint8_t missing[] = {0, 1};
    const uint64_t respondent[] = {1, 2};
    const int32_t period[] = {0, 0};
    const int64_t time[] = {5, 6};
    txm_tally *tally = NULL, *other = NULL;
    txm_responses rows;
    uint32_t facets[2];
    uint64_t answers[2], misses[2], superseded[2], excluded[2];
    size_t length = 77, before;
    void *bytes, *after;

    EXPECT(NULL_POINTER, txm_tally_new(NULL, &failure));
    EXPECT(OK, txm_tally_new(&tally, &failure));
    EXPECT(OK, txm_tally_copy_counts(tally, NULL, NULL, NULL, NULL, NULL, 0, &length, &failure));
    REQUIRE(length == 0);

    EXPECT(NULL_POINTER, txm_tally_declare(NULL, facet, 2, "nps", TXM_NTS, &failure));
    EXPECT(NULL_POINTER, txm_tally_declare(tally, NULL, 2, "nps", TXM_NTS, &failure));
    EXPECT(NULL_POINTER, txm_tally_declare(tally, facet, 2, NULL, TXM_NTS, &failure));
    EXPECT(BAD_LENGTH, txm_tally_declare(tally, facet, HUGE_LENGTH, "nps", TXM_NTS, &failure));
    EXPECT(BAD_INSTRUMENT, txm_tally_declare(tally, facet, 2, "nps", 2, &failure));
    EXPECT(BAD_INSTRUMENT, txm_tally_declare(tally, facet, 2, NULL, 0, &failure));
    EXPECT(OK, txm_tally_declare(tally, NULL, 0, "nps", TXM_NTS, &failure));
    EXPECT(OK, txm_tally_declare(tally, facet, 1, "nps", TXM_NTS, &failure));
    EXPECT(INSTRUMENT_MISMATCH, txm_tally_declare(tally, facet, 2, "sus", TXM_NTS, &failure));
    EXPECT(OK, txm_tally_copy_counts(tally, NULL, NULL, NULL, NULL, NULL, 9, &length, &failure));
    REQUIRE(length == 1);
    EXPECT(OK, txm_tally_declare(tally, facet, 2, "nps", TXM_NTS, &failure));
    bytes = bytes_of(tally, &before);

    EXPECT_QUIET(OK, txm_responses_init(&rows, sizeof rows));
    EXPECT(OK, txm_tally_add_columns(tally, &rows, &failure));
    rows.len = 2;
    EXPECT(NULL_POINTER, txm_tally_add_columns(tally, &rows, &failure));
    rows.facet = facet;
    EXPECT(NULL_POINTER, txm_tally_add_columns(tally, &rows, &failure));
    rows.value = value;
    EXPECT(NULL_POINTER, txm_tally_add_columns(NULL, &rows, &failure));
    EXPECT(NULL_POINTER, txm_tally_add_columns(tally, NULL, &failure));
    rows.len = HUGE_LENGTH;
    EXPECT(BAD_LENGTH, txm_tally_add_columns(tally, &rows, &failure));
    rows.len = 2;
    rows.reserved = 1;
    EXPECT(BAD_STRUCT, txm_tally_add_columns(tally, &rows, &failure));
    rows.reserved = 0;
    rows.struct_size = 8;
    EXPECT(BAD_STRUCT, txm_tally_add_columns(tally, &rows, &failure));
    rows.struct_size = sizeof rows;
    rows.facet = undeclared;
    EXPECT(UNDECLARED, txm_tally_add_columns(tally, &rows, &failure));
    rows.facet = facet;
    rows.value = off;
    EXPECT(BAD_VALUE, txm_tally_add_columns(tally, &rows, &failure));
    rows.value = value;
    rows.weight = negative;
    EXPECT(BAD_VALUE, txm_tally_add_columns(tally, &rows, &failure));
    after = bytes_of(tally, &length);
    REQUIRE(length == before && memcmp(bytes, after, length) == 0);
    free(after);
    rows.weight = weight;
    rows.missing = missing;
    rows.respondent = respondent;
    rows.period = period;
    rows.time = time;
    EXPECT(OK, txm_tally_add_columns(tally, &rows, &failure));

    EXPECT(NULL_POINTER, txm_tally_from_bytes(bytes, before, NULL, &failure));
    EXPECT(NULL_POINTER, txm_tally_from_bytes(NULL, before, &other, &failure));
    EXPECT(BAD_BYTES, txm_tally_from_bytes(NULL, 0, &other, &failure));
    EXPECT(BAD_BYTES, txm_tally_from_bytes(bytes, before - 1, &other, &failure));
    EXPECT(BAD_LENGTH, txm_tally_from_bytes(bytes, HUGE_LENGTH, &other, &failure));
    REQUIRE(other == NULL);
    ((uint8_t *)bytes)[8] = 9;
    EXPECT(UNKNOWN_VERSION, txm_tally_from_bytes(bytes, before, &other, &failure));
    ((uint8_t *)bytes)[8] = 1;
    EXPECT(OK, txm_tally_from_bytes(bytes, before, &other, &failure));

    EXPECT(NULL_POINTER, txm_tally_merge(NULL, other, &failure));
    EXPECT(NULL_POINTER, txm_tally_merge(other, NULL, &failure));
    EXPECT(NULL_POINTER, txm_tally_merge(NULL, NULL, &failure));
    EXPECT(SAME_HANDLE, txm_tally_merge(other, other, &failure));
    EXPECT(OK, txm_tally_merge(other, tally, &failure));
    txm_tally_free(other);
    EXPECT(OK, txm_tally_new(&other, &failure));
    EXPECT(OK, txm_tally_declare(other, facet, 1, "sus", TXM_NTS, &failure));
    EXPECT(INSTRUMENT_MISMATCH, txm_tally_merge(tally, other, &failure));
    txm_tally_free(other);

    EXPECT(NULL_POINTER, txm_tally_to_bytes(NULL, bytes, before, &length, &failure));
    EXPECT(NULL_POINTER, txm_tally_to_bytes(tally, NULL, 1 << 20, &length, &failure));
    EXPECT(NULL_POINTER, txm_tally_copy_counts(NULL, facets, answers, misses, superseded, excluded, 2, NULL, &failure));
    EXPECT(BUFFER_TOO_SMALL,
           txm_tally_copy_counts(tally, facets, answers, misses, superseded, excluded, 1, &length, &failure));
    REQUIRE(length == 2);
    EXPECT(OK, txm_tally_copy_counts(tally, facets, answers, misses, superseded, excluded, 2, NULL, &failure));
    REQUIRE(facets[0] == 0 && facets[1] == 1 && answers[0] == 1 && answers[1] == 0 && misses[1] == 1);
    REQUIRE(superseded[0] == 0 && excluded[0] == 0);
    free(bytes);
    txm_tally_free(tally);
    txm_tally_free(NULL);
}

static void scorecards(const txm_map *map) {
    const uint32_t facet[] = {0, 1, 1}, foreign[] = {77};
    const double value[] = {60.0, 40.0, 80.0};
    txm_tally *tally = NULL, *other = NULL;
    txm_scorecard *card = NULL;
    txm_scorecard_options options;
    txm_responses rows;
    txm_scores scores;
    txm_index index;
    int32_t result[4];
    uint64_t n[4];
    double estimate[4], low[4], points[4];
    uint32_t id[4];
    size_t length = 77;

    EXPECT(OK, txm_tally_new(&tally, &failure));
    EXPECT(OK, txm_tally_declare(tally, facet, 2, "points", TXM_NTS, &failure));
    EXPECT_QUIET(OK, txm_responses_init(&rows, sizeof rows));
    rows.len = 3;
    rows.facet = facet;
    rows.value = value;
    EXPECT(OK, txm_tally_add_columns(tally, &rows, &failure));

    EXPECT(NULL_POINTER, txm_scorecard_new(NULL, tally, NULL, &card, &failure));
    EXPECT(NULL_POINTER, txm_scorecard_new(map, NULL, NULL, &card, &failure));
    EXPECT(NULL_POINTER, txm_scorecard_new(map, tally, NULL, NULL, &failure));
    EXPECT_QUIET(OK, txm_scorecard_options_init(&options, sizeof options));
    options.index = 5;
    EXPECT(BAD_ENUM, txm_scorecard_new(map, tally, &options, &card, &failure));
    options.index = TXM_INDEX_MINIMUM;
    options.level = 1.0;
    EXPECT(BAD_OPTION, txm_scorecard_new(map, tally, &options, &card, &failure));
    options.level = 0.9;
    options.weights[TXM_DIMENSION_MULTI] = -1.0;
    EXPECT(BAD_OPTION, txm_scorecard_new(map, tally, &options, &card, &failure));
    options.weights[TXM_DIMENSION_MULTI] = 0.0;
    options.struct_size = 4;
    EXPECT(BAD_STRUCT, txm_scorecard_new(map, tally, &options, &card, &failure));
    options.struct_size = sizeof options;
    EXPECT(OK, txm_tally_new(&other, &failure));
    EXPECT(OK, txm_tally_declare(other, foreign, 1, "points", TXM_NTS, &failure));
    EXPECT(MISMATCH, txm_scorecard_new(map, other, NULL, &card, &failure));
    txm_tally_free(other);
    REQUIRE(card == NULL);
    EXPECT(OK, txm_scorecard_new(map, tally, &options, &card, &failure));
    txm_tally_free(tally);

    EXPECT_QUIET(OK, txm_scores_init(&scores, sizeof scores));
    EXPECT(NULL_POINTER, txm_scorecard_copy_scores(NULL, &scores, &length, &failure));
    EXPECT(NULL_POINTER, txm_scorecard_copy_scores(card, NULL, &length, &failure));
    REQUIRE(length == 77);
    scores.reserved = 1;
    EXPECT(BAD_STRUCT, txm_scorecard_copy_scores(card, &scores, &length, &failure));
    scores.reserved = 0;
    EXPECT(BUFFER_TOO_SMALL, txm_scorecard_copy_scores(card, &scores, &length, &failure));
    REQUIRE(length == 4);
    scores.capacity = 4;
    EXPECT(OK, txm_scorecard_copy_scores(card, &scores, NULL, &failure));
    scores.result = result;
    scores.n = n;
    scores.estimate = estimate;
    scores.low = low;
    EXPECT(OK, txm_scorecard_copy_scores(card, &scores, NULL, &failure));
    REQUIRE(result[0] == TXM_RESULT_SUPPRESSED && n[0] == UINT64_MAX && isnan(estimate[0]));
    REQUIRE(result[1] == TXM_RESULT_PUBLISHED && n[1] == 2 && estimate[1] == 60.0 && low[1] < 60.0);
    REQUIRE(result[2] == TXM_RESULT_NO_ANSWERS && n[2] == 0 && isnan(estimate[2]));

    EXPECT(NULL_POINTER, txm_scorecard_copy_joint_scores(NULL, TXM_JOIN_DIMENSION, id, points, NULL, NULL, NULL, NULL,
                                                         NULL, 4, &length, &failure));
    EXPECT(BAD_ENUM,
           txm_scorecard_copy_joint_scores(card, 2, id, points, NULL, NULL, NULL, NULL, NULL, 4, &length, &failure));
    EXPECT(BUFFER_TOO_SMALL, txm_scorecard_copy_joint_scores(card, TXM_JOIN_STAKEHOLDER, NULL, NULL, NULL, NULL, NULL,
                                                             NULL, NULL, 0, &length, &failure));
    REQUIRE(length == 3);
    EXPECT(OK, txm_scorecard_copy_joint_scores(card, TXM_JOIN_STAKEHOLDER, id, points, low, estimate, NULL, n, NULL, 4,
                                               &length, &failure));
    REQUIRE(id[0] == 0 && points[0] == 60.0 && id[1] == 1 && isnan(points[1]));
    EXPECT(OK, txm_scorecard_copy_joint_scores(card, TXM_JOIN_DIMENSION, id, points, NULL, NULL, low, NULL, estimate, 4,
                                               &length, &failure));
    REQUIRE(length == 3 && id[0] == TXM_DIMENSION_CUSTOMER && points[0] == 60.0);

    memset(&index, 0, sizeof index);
    EXPECT(BAD_STRUCT, txm_scorecard_index(card, &index, &failure));
    index.struct_size = sizeof index;
    EXPECT(NULL_POINTER, txm_scorecard_index(NULL, &index, &failure));
    EXPECT(NULL_POINTER, txm_scorecard_index(card, NULL, &failure));
    EXPECT(OK, txm_scorecard_index(card, &index, &failure));
    REQUIRE(index.points == 60.0 && isnan(index.low) && index.interval == TXM_INTERVAL_MINIMUM);
    REQUIRE(index.missing == (1U << TXM_DIMENSION_EMPLOYEE | 1U << TXM_DIMENSION_USER));
    txm_scorecard_free(card);
    txm_scorecard_free(NULL);
}

static void reports(const txm_map *map) {
    const uint32_t node[] = {0}, unknown[] = {42};
    const double amount[] = {5.0}, bad[] = {NAN};
    txm_report *report = NULL;
    txm_report_spec spec;
    txm_scorecard *foreign;
    txm_tally *tally;
    txm_map *other;
    size_t length = 77;
    char text[8], *whole;

    EXPECT_QUIET(OK, txm_report_spec_init(&spec, sizeof spec));
    EXPECT(NULL_POINTER, txm_report_new(NULL, &spec, &report, &failure));
    EXPECT(NULL_POINTER, txm_report_new(map, NULL, &report, &failure));
    EXPECT(NULL_POINTER, txm_report_new(map, &spec, NULL, &failure));
    spec.title = "\xff";
    EXPECT(NOT_UTF8, txm_report_new(map, &spec, &report, &failure));
    spec.title = "Shop";
    spec.push_len = 1;
    EXPECT(NULL_POINTER, txm_report_new(map, &spec, &report, &failure));
    spec.push_node = unknown;
    EXPECT(NULL_POINTER, txm_report_new(map, &spec, &report, &failure));
    spec.push_amount = amount;
    EXPECT(NOT_FOUND, txm_report_new(map, &spec, &report, &failure));
    spec.push_node = node;
    spec.push_amount = bad;
    EXPECT(BAD_VALUE, txm_report_new(map, &spec, &report, &failure));
    spec.push_amount = amount;
    spec.push_len = HUGE_LENGTH;
    EXPECT(BAD_LENGTH, txm_report_new(map, &spec, &report, &failure));
    spec.push_len = 1;
    spec.objective_len = 1;
    EXPECT(NULL_POINTER, txm_report_new(map, &spec, &report, &failure));
    spec.objective_len = 0;
    spec.reserved = 1;
    EXPECT(BAD_STRUCT, txm_report_new(map, &spec, &report, &failure));
    spec.reserved = 0;

    EXPECT(OK, txm_map_from_json(FOREIGN, TXM_NTS, &other, &failure));
    EXPECT(OK, txm_tally_new(&tally, &failure));
    EXPECT(OK, txm_scorecard_new(other, tally, NULL, &foreign, &failure));
    spec.scorecard = foreign;
    EXPECT(MISMATCH, txm_report_new(map, &spec, &report, &failure));
    txm_scorecard_free(foreign);
    txm_tally_free(tally);
    txm_map_free(other);
    spec.scorecard = NULL;
    REQUIRE(report == NULL);
    EXPECT(OK, txm_report_new(map, &spec, &report, &failure));

    EXPECT(NULL_POINTER, txm_report_to_json(NULL, text, sizeof text, &length, &failure));
    EXPECT(NULL_POINTER, txm_report_to_markdown(NULL, text, sizeof text, &length, &failure));
    REQUIRE(length == 77);
    EXPECT(BUFFER_TOO_SMALL, txm_report_to_json(report, text, sizeof text, &length, &failure));
    EXPECT(NULL_POINTER, txm_report_to_json(report, NULL, length, NULL, &failure));
    EXPECT(BUFFER_TOO_SMALL, txm_report_to_markdown(report, NULL, 0, &length, &failure));
    EXPECT(NULL_POINTER, txm_report_to_markdown(report, NULL, length, NULL, &failure));
    whole = malloc(length);
    EXPECT(OK, txm_report_to_markdown(report, whole, length, NULL, &failure));
    REQUIRE(strncmp(whole, "# Shop\n", 7) == 0 && strlen(whole) == length - 1);
    free(whole);
    txm_report_free(report);
    txm_report_free(NULL);
}

static void networks(const txm_map *map) {
    const uint32_t from[] = {0, 1}, to[] = {1, 0}, far[] = {1, 2}, same[] = {1, 1};
    const double weight[] = {0.9, 1.2}, calm[] = {0.5, 0.5}, bad[] = {0.5, INFINITY}, negative[] = {0.1, -0.1};
    txm_network *network = NULL;
    txm_influences edges;
    txm_stability stability;
    txm_map *empty;

    EXPECT(NULL_POINTER, txm_network_new(NULL, &network, &failure));
    EXPECT(NULL_POINTER, txm_network_new(map, NULL, &failure));
    EXPECT(OK, txm_map_new(NULL, 0, &empty, &failure));
    EXPECT(BAD_NETWORK, txm_network_new(empty, &network, &failure));
    REQUIRE(network == NULL);
    txm_map_free(empty);

    EXPECT_QUIET(OK, txm_influences_init(&edges, sizeof edges));
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
    REQUIRE(stability.nodes == 2 && stability.edges == 2 && stability.largest_component == 2);
    txm_network_free(network);
    txm_network_free(NULL);
}

static void cascades(const txm_map *map) {
    const uint32_t node[] = {0, 0 | TXM_NODE_OUTCOME}, unknown[] = {0, 42}, twice[] = {0, 0};
    const double amount[] = {10.0, 0.0}, bad[] = {10.0, NAN}, huge[] = {1e308, 0.0};
    txm_network *network;
    txm_cascade *cascade = NULL;
    txm_solve_options options;
    uint32_t ids[6], ends[6];
    double a[6], b[6], effect = 77.0, error = 77.0;
    uint64_t missing = 77;
    size_t length = 77;

    EXPECT(OK, txm_network_new(map, &network, &failure));
    EXPECT_QUIET(OK, txm_solve_options_init(&options, sizeof options));
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

    EXPECT(NULL_POINTER, txm_cascade_copy_impact(NULL, ids, a, a, a, a, a, 6, &length, &failure));
    REQUIRE(length == 77);
    EXPECT(BUFFER_TOO_SMALL, txm_cascade_copy_impact(cascade, ids, a, a, a, a, a, 5, &length, &failure));
    REQUIRE(length == 6);
    EXPECT(OK, txm_cascade_copy_impact(cascade, NULL, NULL, NULL, NULL, NULL, NULL, 6, NULL, &failure));
    EXPECT(OK, txm_cascade_copy_impact(cascade, ids, NULL, NULL, NULL, a, b, 6, NULL, &failure));
    REQUIRE(ids[0] == 0 && ids[4] == TXM_NODE_OUTCOME && a[0] == 10.0 && a[1] == 5.0 && a[4] == 1.25 && b[1] == 1.0);

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

    EXPECT(NULL_POINTER, txm_cascade_copy_keystones(NULL, node, amount, 2, ids, a, 6, &length, &failure));
    EXPECT(NULL_POINTER, txm_cascade_copy_keystones(cascade, NULL, amount, 2, ids, a, 6, &length, &failure));
    EXPECT(NULL_POINTER, txm_cascade_copy_keystones(cascade, node, NULL, 2, ids, a, 6, &length, &failure));
    EXPECT(BAD_LENGTH, txm_cascade_copy_keystones(cascade, node, amount, 0, ids, a, 6, &length, &failure));
    EXPECT(DUPLICATE, txm_cascade_copy_keystones(cascade, twice, amount, 2, ids, a, 6, &length, &failure));
    EXPECT(BUFFER_TOO_SMALL, txm_cascade_copy_keystones(cascade, node, amount, 2, NULL, NULL, 0, &length, &failure));
    REQUIRE(length == 6);
    EXPECT(OK, txm_cascade_copy_keystones(cascade, node, amount, 2, ids, a, 6, NULL, &failure));
    REQUIRE(ids[0] == 0 && a[0] == 10.0);

    EXPECT(NULL_POINTER, txm_cascade_copy_sensitivities(NULL, node, amount, 2, ids, ends, a, b, 6, &length, &failure));
    EXPECT(NULL_POINTER,
           txm_cascade_copy_sensitivities(cascade, NULL, amount, 2, ids, ends, a, b, 6, &length, &failure));
    EXPECT(NULL_POINTER, txm_cascade_copy_sensitivities(cascade, node, NULL, 2, ids, ends, a, b, 6, &length, &failure));
    EXPECT(BAD_LENGTH, txm_cascade_copy_sensitivities(cascade, node, amount, 0, ids, ends, a, b, 6, &length, &failure));
    EXPECT(BUFFER_TOO_SMALL,
           txm_cascade_copy_sensitivities(cascade, node, amount, 2, NULL, NULL, NULL, NULL, 0, &length, &failure));
    REQUIRE(length == 2);
    EXPECT(OK, txm_cascade_copy_sensitivities(cascade, node, amount, 2, NULL, NULL, NULL, NULL, 2, NULL, &failure));
    EXPECT(OK, txm_cascade_copy_sensitivities(cascade, node, amount, 2, ids, ends, a, b, 2, NULL, &failure));
    REQUIRE(ids[1] == 1 && ends[1] == TXM_NODE_OUTCOME);
    txm_cascade_free(cascade);
    txm_cascade_free(NULL);
}

int main(void) {
    txm_map *map = NULL;
    about_the_library();
    structs();
    making_maps();
    EXPECT_QUIET(OK, txm_map_from_json(JSON, sizeof JSON - 1, &map, NULL));
    memset(&failure, 0x55, sizeof failure);
    adding_things(map);
    adding_facets(map);
    adding_influences(map);
    asking_maps(map);
    tallies();
    scorecards(map);
    reports(map);
    networks(map);
    cascades(map);
    txm_map_free(map);
    return failed;
}
