/* Misuse of tallies, scorecards and reports: see misuse.h. */
#include "misuse.h"

static const char FOREIGN[] = "{\"schema\": 1, \"stakeholders\": [{\"key\": \"guests\", \"role\": \"customer\"}], "
                              "\"touchpoints\": [{\"key\": \"lobby\"}], \"facets\": [{\"touchpoint\": \"lobby\", "
                              "\"dimension\": \"cx\", \"stakeholder\": \"guests\"}]}";

static void tallies(void) {
    const uint32_t facet[] = {0, 1}, undeclared[] = {0, 5};
    const double value[] = {9.0, 6.5}, off[] = {9.0, 11.0}, weight[] = {1.0, 2.0}, negative[] = {1.0, -2.0};
    const uint8_t missing[] = {0, 1};
    const uint64_t respondent[] = {1, 2};
    const int32_t period[] = {0, 0};
    const int64_t time[] = {5, 6};
    txm_tally *tally = NULL, *other = NULL;
    txm_responses rows = TXM_RESPONSES_INIT;
    txm_tally_count_columns counts = TXM_TALLY_COUNT_COLUMNS_INIT;
    uint32_t facets[2];
    uint64_t answers[2], misses[2], superseded[2], excluded[2];
    size_t length = 77, before;
    uint8_t *bytes, *after;

    EXPECT(NULL_POINTER, txm_tally_new(NULL, &failure));
    EXPECT(OK, txm_tally_new(&tally, &failure));
    EXPECT(OK, txm_tally_copy_counts(tally, &counts, &length, &failure));
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
    counts.capacity = 9;
    EXPECT(OK, txm_tally_copy_counts(tally, &counts, &length, &failure));
    REQUIRE(length == 1);
    EXPECT(OK, txm_tally_declare(tally, facet, 2, "nps", TXM_NTS, &failure));
    COPY(txm_tally_to_bytes, tally, bytes, before);

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
    COPY(txm_tally_to_bytes, tally, after, length);
    REQUIRE(length == before && memcmp(bytes, after, length) == 0);
    free(after);
    rows.weight = weight;
    rows.missing = missing;
    rows.respondent = respondent;
    rows.period = period;
    rows.time = time;
    EXPECT(OK, txm_tally_add_columns(tally, &rows, &failure));

    READ(txm_tally_from_bytes, bytes, before, other);
    MERGE_WRONGLY(txm_tally_merge, other);
    EXPECT(OK, txm_tally_merge(other, tally, &failure));
    txm_tally_free(other);
    EXPECT(OK, txm_tally_new(&other, &failure));
    EXPECT(OK, txm_tally_declare(other, facet, 1, "sus", TXM_NTS, &failure));
    EXPECT(INSTRUMENT_MISMATCH, txm_tally_merge(tally, other, &failure));
    txm_tally_free(other);

    counts.facet = facets;
    counts.answers = answers;
    counts.missing = misses;
    counts.superseded = superseded;
    counts.excluded = excluded;
    EXPECT(NULL_POINTER, txm_tally_copy_counts(NULL, &counts, NULL, &failure));
    EXPECT(NULL_POINTER, txm_tally_copy_counts(tally, NULL, NULL, &failure));
    counts.capacity = 1;
    EXPECT(BUFFER_TOO_SMALL, txm_tally_copy_counts(tally, &counts, &length, &failure));
    REQUIRE(length == 2);
    counts.capacity = 2;
    counts.reserved = 1;
    EXPECT(BAD_STRUCT, txm_tally_copy_counts(tally, &counts, NULL, &failure));
    counts.reserved = 0;
    EXPECT(OK, txm_tally_copy_counts(tally, &counts, NULL, &failure));
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
    txm_scorecard_options options = TXM_SCORECARD_OPTIONS_INIT;
    txm_responses rows = TXM_RESPONSES_INIT;
    txm_score_columns scores = TXM_SCORE_COLUMNS_INIT;
    txm_joint_score_columns joint = TXM_JOINT_SCORE_COLUMNS_INIT;
    txm_index index;
    int32_t result[3];
    uint64_t n[3];
    double estimate[3], low[3], points[3];
    uint32_t id[3];
    size_t length = 77;

    EXPECT(OK, txm_tally_new(&tally, &failure));
    EXPECT(OK, txm_tally_declare(tally, facet, 2, "points", TXM_NTS, &failure));
    rows.len = 3;
    rows.facet = facet;
    rows.value = value;
    EXPECT(OK, txm_tally_add_columns(tally, &rows, &failure));

    EXPECT(NULL_POINTER, txm_scorecard_new(NULL, tally, NULL, &card, &failure));
    EXPECT(NULL_POINTER, txm_scorecard_new(map, NULL, NULL, &card, &failure));
    EXPECT(NULL_POINTER, txm_scorecard_new(map, tally, NULL, NULL, &failure));
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

    EXPECT(NULL_POINTER, txm_scorecard_copy_scores(NULL, &scores, &length, &failure));
    EXPECT(NULL_POINTER, txm_scorecard_copy_scores(card, NULL, &length, &failure));
    REQUIRE(length == 77);
    scores.reserved = 1;
    EXPECT(BAD_STRUCT, txm_scorecard_copy_scores(card, &scores, &length, &failure));
    scores.reserved = 0;
    EXPECT(BUFFER_TOO_SMALL, txm_scorecard_copy_scores(card, &scores, &length, &failure));
    REQUIRE(length == 3);
    scores.capacity = 3;
    EXPECT(OK, txm_scorecard_copy_scores(card, &scores, NULL, &failure));
    scores.result = result;
    scores.n = n;
    scores.estimate = estimate;
    scores.low = low;
    EXPECT(OK, txm_scorecard_copy_scores(card, &scores, NULL, &failure));
    REQUIRE(result[0] == TXM_RESULT_SUPPRESSED && n[0] == TXM_NONE_U64 && isnan(estimate[0]));
    REQUIRE(result[1] == TXM_RESULT_PUBLISHED && n[1] == 2 && estimate[1] == 60.0 && low[1] < 60.0);
    REQUIRE(result[2] == TXM_RESULT_NO_ANSWERS && n[2] == 0 && isnan(estimate[2]));

    EXPECT(NULL_POINTER, txm_scorecard_copy_joint_scores(NULL, TXM_JOIN_DIMENSION, &joint, &length, &failure));
    EXPECT(NULL_POINTER, txm_scorecard_copy_joint_scores(card, TXM_JOIN_DIMENSION, NULL, &length, &failure));
    EXPECT(BAD_ENUM, txm_scorecard_copy_joint_scores(card, 2, &joint, &length, &failure));
    EXPECT(BUFFER_TOO_SMALL, txm_scorecard_copy_joint_scores(card, TXM_JOIN_STAKEHOLDER, &joint, &length, &failure));
    REQUIRE(length == 2);
    joint.capacity = 3;
    joint.reserved = 1;
    EXPECT(BAD_STRUCT, txm_scorecard_copy_joint_scores(card, TXM_JOIN_STAKEHOLDER, &joint, &length, &failure));
    joint.reserved = 0;
    joint.id = id;
    joint.points = points;
    joint.low = low;
    joint.high = estimate;
    joint.n = n;
    EXPECT(OK, txm_scorecard_copy_joint_scores(card, TXM_JOIN_STAKEHOLDER, &joint, &length, &failure));
    REQUIRE(id[0] == 0 && points[0] == 60.0 && id[1] == 1 && isnan(points[1]));
    joint.n = NULL;
    joint.high = NULL;
    joint.low = NULL;
    joint.standard_error = low;
    joint.coverage = estimate;
    EXPECT(OK, txm_scorecard_copy_joint_scores(card, TXM_JOIN_DIMENSION, &joint, &length, &failure));
    REQUIRE(length == 3 && id[0] == TXM_DIMENSION_CUSTOMER && points[0] == 60.0);

    memset(&index, 0, sizeof index);
    EXPECT(BAD_STRUCT, txm_scorecard_index(card, &index, &failure));
    index.struct_size = sizeof index;
    EXPECT(NULL_POINTER, txm_scorecard_index(NULL, &index, &failure));
    EXPECT(NULL_POINTER, txm_scorecard_index(card, NULL, &failure));
    EXPECT(OK, txm_scorecard_index(card, &index, &failure));
    REQUIRE(index.points == 60.0 && index.low <= 60.0 && index.high >= 60.0 && index.interval == TXM_INTERVAL_KNOWN);
    REQUIRE(index.missing == (1U << TXM_DIMENSION_EMPLOYEE | 1U << TXM_DIMENSION_USER));
    txm_scorecard_free(card);
    txm_scorecard_free(NULL);
}

static void reports(const txm_map *map) {
    const uint32_t node[] = {0}, unknown[] = {42};
    const double amount[] = {5.0}, bad[] = {NAN};
    txm_report *report = NULL;
    txm_report_options options = TXM_REPORT_OPTIONS_INIT;
    txm_scorecard *foreign;
    txm_tally *tally;
    txm_map *other;
    size_t length = 77;
    char *whole;

    EXPECT(NULL_POINTER, txm_report_new(NULL, &options, &report, &failure));
    EXPECT(NULL_POINTER, txm_report_new(map, NULL, &report, &failure));
    EXPECT(NULL_POINTER, txm_report_new(map, &options, NULL, &failure));
    options.title = "\xff";
    EXPECT(NOT_UTF8, txm_report_new(map, &options, &report, &failure));
    options.title = "Shop";
    options.shock_len = 1;
    EXPECT(NULL_POINTER, txm_report_new(map, &options, &report, &failure));
    options.shock_node = unknown;
    EXPECT(NULL_POINTER, txm_report_new(map, &options, &report, &failure));
    options.shock_amount = amount;
    EXPECT(NOT_FOUND, txm_report_new(map, &options, &report, &failure));
    options.shock_node = node;
    options.shock_amount = bad;
    EXPECT(BAD_VALUE, txm_report_new(map, &options, &report, &failure));
    options.shock_amount = amount;
    options.shock_len = HUGE_LENGTH;
    EXPECT(BAD_LENGTH, txm_report_new(map, &options, &report, &failure));
    options.shock_len = 1;
    options.objective_len = 1;
    EXPECT(NULL_POINTER, txm_report_new(map, &options, &report, &failure));
    options.objective_len = 0;
    options.reserved = 1;
    EXPECT(BAD_STRUCT, txm_report_new(map, &options, &report, &failure));
    options.reserved = 0;

    EXPECT(OK, txm_map_from_json(FOREIGN, TXM_NTS, &other, &failure));
    EXPECT(OK, txm_tally_new(&tally, &failure));
    EXPECT(OK, txm_scorecard_new(other, tally, NULL, &foreign, &failure));
    options.scorecard = foreign;
    EXPECT(MISMATCH, txm_report_new(map, &options, &report, &failure));
    txm_scorecard_free(foreign);
    txm_tally_free(tally);
    txm_map_free(other);
    options.scorecard = NULL;
    REQUIRE(report == NULL);
    EXPECT(OK, txm_report_new(map, &options, &report, &failure));

    COPY(txm_report_to_json, report, whole, length);
    free(whole);
    COPY(txm_report_to_markdown, report, whole, length);
    REQUIRE(strncmp(whole, "# Shop\n", 7) == 0 && strlen(whole) == length - 1);
    free(whole);
    txm_report_free(report);
    txm_report_free(NULL);
}

int main(void) {
    const uint32_t touchpoint = 0, customers = 0;
    const int32_t dimension = TXM_DIMENSION_MULTI;
    txm_map *map = shop();
    EXPECT(OK, txm_map_add_facets(map, &touchpoint, &dimension, &customers, 1, NULL, &failure));
    tallies();
    scorecards(map);
    reports(map);
    txm_map_free(map);
    return failed;
}
