/* Common ground of the misuse programs. Every function is called with each pointer NULL, lengths of 0 and too large,
 * enums out of range, buffers too small, handles freed once and NULL: each call must answer the right status, say why,
 * and change nothing.
 */
#ifndef MISUSE_H
#define MISUSE_H

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
static inline void expect_quiet(txm_status wanted, txm_status found, const char *call, int line) {
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

/* Copies a text or bytes of a handle in each wrong way, then rightly to `copied`, which is to be freed. */
#define COPY(function, handle, copied, length)                                                                         \
    do {                                                                                                               \
        (length) = 77;                                                                                                 \
        EXPECT(NULL_POINTER, function(NULL, NULL, 0, &(length), &failure));                                            \
        REQUIRE((length) == 77);                                                                                       \
        EXPECT(BUFFER_TOO_SMALL, function((handle), NULL, 0, &(length), &failure));                                    \
        EXPECT(NULL_POINTER, function((handle), NULL, (length), NULL, &failure));                                      \
        (copied) = malloc(length);                                                                                     \
        memset((copied), 0x55, (length));                                                                              \
        EXPECT(BUFFER_TOO_SMALL, function((handle), (copied), (length) - 1, NULL, &failure));                          \
        REQUIRE((copied)[0] == 0x55);                                                                                  \
        EXPECT(OK, function((handle), (copied), (length), NULL, &failure));                                            \
    } while (0)

/* Reads a tally from bytes in each wrong way, then rightly to `out`, which is NULL before. */
#define READ(function, bytes, length, out)                                                                             \
    do {                                                                                                               \
        EXPECT(NULL_POINTER, function((bytes), (length), NULL, &failure));                                             \
        EXPECT(NULL_POINTER, function(NULL, (length), &(out), &failure));                                              \
        EXPECT(BAD_BYTES, function(NULL, 0, &(out), &failure));                                                        \
        EXPECT(BAD_BYTES, function((bytes), (length) - 1, &(out), &failure));                                          \
        EXPECT(BAD_LENGTH, function((bytes), HUGE_LENGTH, &(out), &failure));                                          \
        (bytes)[8] = 9;                                                                                                \
        EXPECT(UNKNOWN_VERSION, function((bytes), (length), &(out), &failure));                                        \
        (bytes)[8] = 1;                                                                                                \
        REQUIRE((out) == NULL);                                                                                        \
        EXPECT(OK, function((bytes), (length), &(out), &failure));                                                     \
    } while (0)

/* Merges a tally with nothing and with itself. */
#define MERGE_WRONGLY(function, tally)                                                                                 \
    do {                                                                                                               \
        EXPECT(NULL_POINTER, function(NULL, (tally), &failure));                                                       \
        EXPECT(NULL_POINTER, function((tally), NULL, &failure));                                                       \
        EXPECT(NULL_POINTER, function(NULL, NULL, &failure));                                                          \
        EXPECT(SAME_HANDLE, function((tally), (tally), &failure));                                                     \
    } while (0)

/* The names of a log's activities and of its types of objects, with how many objects each has. */
#define NAME(events, activities, types, counts)                                                                        \
    ((events).activity_name = (activities), (events).activity_count = LENGTH(activities), (events).type_name = (types),\
     (events).type_count = LENGTH(types), (events).type_object_count = (counts))

static inline txm_log *log_of(const txm_events *events) {
    txm_log *log = NULL;
    EXPECT(OK, txm_log_from_columns(events, &log, &failure));
    return log;
}

/* A map with two groups, two facets and an outcome, and no influences. */
static const char JSON[] = "{\"schema\": 1, \"name\": \"Shop\", \"stakeholders\": [{\"key\": \"customers\", \"role\": "
                           "\"customer\"}, {\"key\": \"staff\", \"role\": \"employee\"}], \"touchpoints\": [{\"key\": "
                           "\"checkout\"}], \"facets\": [{\"touchpoint\": \"checkout\", \"dimension\": \"ux\", "
                           "\"stakeholder\": \"staff\"}, {\"touchpoint\": \"checkout\", \"dimension\": \"cx\", "
                           "\"stakeholder\": \"customers\"}], \"outcomes\": [{\"key\": \"revenue\", \"unit\": "
                           "\"EUR\"}]}";

static inline txm_map *shop(void) {
    txm_map *map = NULL;
    EXPECT(OK, txm_map_from_json(JSON, TXM_NTS, &map, &failure));
    return map;
}

#endif
