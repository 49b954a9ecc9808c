/* A bank asks what a better teller app does for tellers and for the customers they serve: the main job from C.
 *
 *     bank_onboarding MAP.json SIGNALS.csv               facts, one a line, columns separated by tabs
 *     bank_onboarding MAP.json SIGNALS.csv --markdown    the report for people
 *     bank_onboarding MAP.json SIGNALS.csv --json        the report for programs
 *
 * Facts are printed with all their digits. SIGNALS.csv has the columns touchpoint, dimension, stakeholder, instrument,
 * value, time, channel, respondent in this order, without quotes.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "signals.h"
#include "total_experience.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

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

static txm_tally *tally_part(const catalogue *known, const part *rows_of) {
    txm_tally *tally;
    txm_responses responses = TXM_RESPONSES_INIT;
    size_t at;
    check(txm_tally_new(&tally, &failure), "tally");
    for (at = 0; at < known->len; at++) {
        check(txm_tally_declare(tally, &known->facet[at], 1, known->instrument[at], TXM_NTS, &failure), known->key[at]);
    }
    responses.len = rows_of->len;
    responses.facet = rows_of->facet;
    responses.value = rows_of->value;
    responses.missing = rows_of->missing;
    responses.respondent = rows_of->respondent;
    responses.time = rows_of->time;
    check(txm_tally_add_columns(tally, &responses, &failure), "responses");
    return tally;
}

/* Sends a tally to where another one is: as bytes, merged there. */
static void handover(const txm_tally *from, txm_tally *into) {
    txm_tally *received;
    size_t length;
    uint8_t *bytes;
    if (txm_tally_to_bytes(from, NULL, 0, &length, &failure) != TXM_STATUS_BUFFER_TOO_SMALL) {
        check(TXM_STATUS_FAILED, "size of the bytes");
    }
    bytes = allocate(length, 1);
    check(txm_tally_to_bytes(from, bytes, length, NULL, &failure), "bytes");
    check(txm_tally_from_bytes(bytes, length, &received, &failure), "bytes");
    check(txm_tally_merge(into, received, &failure), "merge");
    txm_tally_free(received);
    free(bytes);
}

/* Reads the answers as two machines would, each with the people that are its own, and merges what they found. */
static txm_tally *read_tally(const txm_map *map, const char *path) {
    static catalogue known;
    enum { FIELDS = 8 };
    char *text = read_file(path), *line, *next;
    size_t lines = 1, at;
    part parts[2];
    txm_tally *tally, *other;
    for (line = text; *line != '\0'; line++) {
        lines += *line == '\n';
    }
    parts[0] = new_part(lines);
    parts[1] = new_part(lines);
    line = strchr(text, '\n'); /* below the header */
    for (line = line == NULL ? NULL : line + 1; line != NULL && *line != '\0'; line = next) {
        char *field[FIELDS], *end = strchr(line, '\n');
        uint64_t person;
        part *rows_of;
        next = end == NULL ? NULL : end + 1;
        if (end != NULL) {
            *end = '\0';
        }
        split(line, field, FIELDS);
        person = hash(field[7]);
        rows_of = &parts[person % 2];
        at = rows_of->len++;
        rows_of->facet[at] = facet_of(&known, map, field);
        rows_of->missing[at] = !value_of(field[3], field[4], &rows_of->value[at]);
        rows_of->time[at] = day_of(field[5]);
        rows_of->respondent[at] = person;
    }
    tally = tally_part(&known, &parts[0]);
    other = tally_part(&known, &parts[1]);
    handover(other, tally);
    txm_tally_free(other);
    free_part(&parts[0]);
    free_part(&parts[1]);
    free(text);
    return tally;
}

static void print_scores(const txm_map *map, const txm_scorecard *card) {
    txm_score_columns scores = TXM_SCORE_COLUMNS_INIT;
    txm_index index = TXM_INDEX_INIT;
    size_t rows, row;
    if (txm_scorecard_copy_scores(card, &scores, &rows, &failure) != TXM_STATUS_BUFFER_TOO_SMALL) {
        check(TXM_STATUS_FAILED, "number of scores");
    }
    scores.capacity = rows;
    scores.facet = allocate(rows, sizeof *scores.facet);
    scores.result = allocate(rows, sizeof *scores.result);
    scores.n = allocate(rows, sizeof *scores.n);
    scores.missing = allocate(rows, sizeof *scores.missing);
    scores.estimate = allocate(rows, sizeof *scores.estimate);
    scores.low = allocate(rows, sizeof *scores.low);
    scores.high = allocate(rows, sizeof *scores.high);
    scores.points = allocate(rows, sizeof *scores.points);
    check(txm_scorecard_copy_scores(card, &scores, NULL, &failure), "scores");
    for (row = 0; row < rows; row++) {
        const char *key = key_of(map, scores.facet[row]);
        if (scores.result[row] == TXM_RESULT_PUBLISHED) {
            printf("score\t%s\t%" PRIu64 "\t%" PRIu64 "\t%.17g\t%.17g\t%.17g\t%.17g\n", key, scores.n[row],
                   scores.missing[row], scores.estimate[row], scores.low[row], scores.high[row], scores.points[row]);
        } else {
            printf("%s\t%s\n", scores.result[row] == TXM_RESULT_SUPPRESSED ? "withheld" : "unanswered", key);
        }
    }
    free(scores.points);
    free(scores.high);
    free(scores.low);
    free(scores.estimate);
    free(scores.missing);
    free(scores.n);
    free(scores.result);
    free(scores.facet);

    check(txm_scorecard_index(card, &index, &failure), "index");
    printf("index\t%.17g\t%.17g\t%.17g\t%.17g\n", index.points, index.low, index.high, index.coverage);
}

static txm_report *compose(const txm_map *map, const txm_scorecard *card) {
    const uint32_t moved[] = {find(map, "teller_app/ux/tellers")};
    const double shock[] = {12.0};
    const uint32_t objective[] = {find(map, "teller_desk/ex/tellers"), find(map, "onboarding/cx/customers")};
    const double weight[] = {0.5, 0.5};
    txm_report_options options = TXM_REPORT_OPTIONS_INIT;
    txm_report *report;
    options.title = "A better teller app";
    options.scorecard = card;
    options.shock_node = moved;
    options.shock_amount = shock;
    options.shock_len = LENGTH(moved);
    options.objective_node = objective;
    options.objective_weight = weight;
    options.objective_len = LENGTH(objective);
    check(txm_report_new(map, &options, &report, &failure), "report");
    return report;
}

typedef txm_status (*writer)(const txm_report *, char *, size_t, size_t *, txm_error *);

static void print_report(const txm_report *report, writer write) {
    size_t length;
    char *text;
    if (write(report, NULL, 0, &length, &failure) != TXM_STATUS_BUFFER_TOO_SMALL) {
        check(TXM_STATUS_FAILED, "size of the report");
    }
    text = allocate(length, 1);
    check(write(report, text, length, NULL, &failure), "report");
    fputs(text, stdout);
    free(text);
}

static void print_cascade(const txm_map *map, const txm_network *network) {
    const uint32_t moved[] = {find(map, "teller_app/ux/tellers")};
    const double shock[] = {12.0};
    const uint32_t objective[] = {find(map, "teller_desk/ex/tellers"), find(map, "onboarding/cx/customers")};
    const double weight[] = {0.5, 0.5};
    txm_cascade *cascade;
    txm_impact_columns impact = TXM_IMPACT_COLUMNS_INIT;
    txm_sensitivity_columns edges = TXM_SENSITIVITY_COLUMNS_INIT;
    size_t nodes, rows, row;
    uint32_t *node;
    double *column, effect, error_of_effect;
    uint64_t unknown;
    check(txm_cascade_run(network, moved, shock, LENGTH(moved), NULL, &cascade, &failure), "cascade");

    if (txm_cascade_copy_impact(cascade, &impact, &nodes, &failure) != TXM_STATUS_BUFFER_TOO_SMALL) {
        check(TXM_STATUS_FAILED, "number of nodes");
    }
    node = allocate(nodes, sizeof *node);
    column = allocate(5 * nodes, sizeof *column);
    impact.capacity = nodes;
    impact.node = node;
    impact.shock = column;
    impact.direct = column + nodes;
    impact.indirect = column + 2 * nodes;
    impact.total = column + 3 * nodes;
    impact.standard_error = column + 4 * nodes;
    check(txm_cascade_copy_impact(cascade, &impact, NULL, &failure), "impact");
    for (row = 0; row < nodes; row++) {
        printf("impact\t%s\t%.17g\t%.17g\t%.17g\t%.17g\t%.17g\n", key_of(map, node[row]), impact.shock[row],
               impact.direct[row], impact.indirect[row], impact.total[row], impact.standard_error[row]);
    }
    check(txm_cascade_copy_importance(cascade, objective, weight, LENGTH(objective), node, column, nodes, NULL,
                                      &failure),
          "importance");
    for (row = 0; row < nodes; row++) {
        printf("importance\t%s\t%.17g\n", key_of(map, node[row]), column[row]);
    }
    free(column);
    free(node);

    check(txm_cascade_effect(cascade, objective, weight, LENGTH(objective), &effect, &error_of_effect, &unknown,
                             &failure),
          "effect");
    printf("effect\t%.17g\t%.17g\t%" PRIu64 "\n", effect, error_of_effect, unknown);

    if (txm_cascade_copy_sensitivities(cascade, objective, weight, LENGTH(objective), &edges, &rows, &failure) !=
        TXM_STATUS_BUFFER_TOO_SMALL) {
        check(TXM_STATUS_FAILED, "number of edges");
    }
    edges.capacity = rows;
    edges.from = allocate(rows, sizeof *edges.from);
    edges.to = allocate(rows, sizeof *edges.to);
    edges.gradient = allocate(rows, sizeof *edges.gradient);
    edges.variance_share = allocate(rows, sizeof *edges.variance_share);
    check(txm_cascade_copy_sensitivities(cascade, objective, weight, LENGTH(objective), &edges, NULL, &failure),
          "sensitivities");
    for (row = 0; row < rows; row++) {
        printf("sensitivity\t%s", key_of(map, edges.from[row]));
        printf("\t%s\t%.17g\t%.17g\n", key_of(map, edges.to[row]), edges.gradient[row], edges.variance_share[row]);
    }
    free(edges.variance_share);
    free(edges.gradient);
    free(edges.to);
    free(edges.from);
    txm_cascade_free(cascade);
}

int main(int argc, char **argv) {
    txm_map *map;
    txm_tally *tally;
    txm_scorecard *card;
    const char *form = argc > 3 ? argv[3] : "";
    if (argc < 3) {
        fputs("usage: bank_onboarding MAP.json SIGNALS.csv [--markdown | --json]\n", stderr);
        return 2;
    }
    if (txm_version_number() != TXM_VERSION_NUMBER) {
        fprintf(stderr, "the library is %s, the header is another version\n", txm_version_string());
        return 2;
    }
    map = read_map(argv[1]);
    tally = read_tally(map, argv[2]);
    check(txm_scorecard_new(map, tally, NULL, &card, &failure), "scorecard");
    txm_tally_free(tally);

    if (strcmp(form, "--markdown") == 0 || strcmp(form, "--json") == 0) {
        txm_report *report = compose(map, card);
        print_report(report, strcmp(form, "--json") == 0 ? txm_report_to_json : txm_report_to_markdown);
        txm_report_free(report);
    } else {
        txm_network *network;
        txm_stability stability = TXM_STABILITY_INIT;
        print_scores(map, card);
        check(txm_network_new(map, &network, &failure), "network");
        check(txm_network_stability(network, &stability, &failure), "stability");
        printf("radius\t%.17g\n", stability.radius);
        print_cascade(map, network);
        txm_network_free(network);
    }

    txm_scorecard_free(card);
    txm_map_free(map);
    return 0;
}
