/* Misuse of logs, journeys, their tallies, and chains: see misuse.h. */
#include "misuse.h"

#define SECOND INT64_C(1000000000)

static const char *const ACTIVITIES[] = {"ask", "answer", "close"};
static const char *const TYPES[] = {"case", "clerk"};
static const uint32_t OBJECTS_OF_TYPE[] = {2, 1};

/* Cases 0 and 1 ask and are answered, by clerk 2, after 30 and 50 s; case 1 is closed 10 s later. */
static const uint32_t ACTIVITY[] = {0, 1, 0, 2, 1};
static const int64_t TIME[] = {0, 30 * SECOND, 0, 60 * SECOND, 50 * SECOND};
static const uint32_t OFFSET[] = {0, 1, 3, 4, 5, 7};
static const uint32_t OBJECT[] = {0, 0, 2, 1, 1, 1, 2};

static txm_events columns(void) {
    txm_events events = TXM_EVENTS_INIT;
    events.len = LENGTH(ACTIVITY);
    events.activity = ACTIVITY;
    events.time = TIME;
    events.offset = OFFSET;
    events.object = OBJECT;
    events.object_len = LENGTH(OBJECT);
    NAME(events, ACTIVITIES, TYPES, OBJECTS_OF_TYPE);
    return events;
}

static txm_log *example(void) {
    const txm_events events = columns();
    return log_of(&events);
}

/* The order of the rows counts; waits are not known, and what needs them is refused. */
static void without_times(const txm_log *log) {
    txm_journeys *found = NULL;
    txm_journey_tally *tally = NULL;
    txm_journey_edge_columns room = TXM_JOURNEY_EDGE_COLUMNS_INIT;
    uint32_t from[3], to[3];
    double mean[3], p90[3];
    size_t length = 0;

    EXPECT(OK, txm_journeys_new(log, 0, &found, &failure));
    room.capacity = 3;
    room.from = from;
    room.to = to;
    room.mean = mean;
    room.p90 = p90;
    EXPECT(OK, txm_journeys_copy_edges(found, &room, &length, &failure));
    REQUIRE(length == 3 && from[1] == 0 && to[1] == 2 && from[2] == 2 && to[2] == 1);
    REQUIRE(isnan(mean[0]) && isnan(p90[2]));
    txm_journeys_free(found);
    EXPECT(OK, txm_journey_tally_new("case", 4, NAN, &tally, &failure));
    EXPECT_QUIET(BAD_VALUE, txm_journey_tally_add_log(tally, log, &failure));
    REQUIRE(strstr(failure.message, "the log has no times") != NULL);
    txm_journey_tally_free(tally);
}

static void logs(void) {
    static const uint32_t far[] = {0, 1, 0, 9, 1}, falling[] = {0, 3, 1, 4, 5, 7};
    static const uint32_t channel[] = {0, TXM_NONE, TXM_NONE, 0, TXM_NONE}, beyond[] = {0, 1, 0, 0, 0},
                          too_many[] = {0, 0, 65535, 0, 0};
    static const size_t lengths[] = {3, 2, 5};
    static const char *const twice[] = {"ask", "ask", "close"}, *const none[] = {"ask", NULL, "close"};
    txm_log *log = NULL;
    txm_events events = columns();

    EXPECT(NULL_POINTER, txm_log_from_columns(NULL, &log, &failure));
    EXPECT(NULL_POINTER, txm_log_from_columns(&events, NULL, &failure));
    events.activity = NULL;
    EXPECT(NULL_POINTER, txm_log_from_columns(&events, &log, &failure));
    events.activity = far;
    EXPECT_QUIET(BAD_VALUE, txm_log_from_columns(&events, &log, &failure));
    REQUIRE(strstr(failure.message, "`activities`[3] is 9") != NULL);
    events = columns();
    events.time = NULL;
    EXPECT(OK, txm_log_from_columns(&events, &log, &failure));
    without_times(log);
    txm_log_free(log);
    log = NULL;
    events = columns();
    events.offset = falling;
    EXPECT(BAD_VALUE, txm_log_from_columns(&events, &log, &failure));
    events.offset = NULL;
    EXPECT(BAD_VALUE, txm_log_from_columns(&events, &log, &failure));
    events = columns();
    events.object = NULL;
    EXPECT(NULL_POINTER, txm_log_from_columns(&events, &log, &failure));
    events = columns();
    events.object_len = HUGE_LENGTH;
    EXPECT(BAD_LENGTH, txm_log_from_columns(&events, &log, &failure));
    events = columns();
    events.len = SIZE_MAX;
    EXPECT(BAD_LENGTH, txm_log_from_columns(&events, &log, &failure));
    events = columns();
    events.activity_name = NULL;
    EXPECT(NULL_POINTER, txm_log_from_columns(&events, &log, &failure));
    events.activity_name = twice;
    EXPECT(DUPLICATE, txm_log_from_columns(&events, &log, &failure));
    events.activity_name = none;
    EXPECT(NULL_POINTER, txm_log_from_columns(&events, &log, &failure));
    events = columns();
    events.type_name = NULL;
    EXPECT(NULL_POINTER, txm_log_from_columns(&events, &log, &failure));
    events = columns();
    events.type_object_count = NULL;
    EXPECT(NULL_POINTER, txm_log_from_columns(&events, &log, &failure));
    events = columns();
    events.channel = channel;
    EXPECT(BAD_VALUE, txm_log_from_columns(&events, &log, &failure));
    events.channel_count = 1;
    EXPECT(NULL_POINTER, txm_log_from_columns(&events, &log, &failure));
    events = columns();
    events.reserved = 1;
    EXPECT(BAD_STRUCT, txm_log_from_columns(&events, &log, &failure));
    events.struct_size = 0;
    EXPECT(BAD_STRUCT, txm_log_from_columns(&events, &log, &failure));
    REQUIRE(log == NULL);

    events = columns();
    events.channel = channel;
    events.channel_name = twice;
    events.channel_count = 1;
    events.channel = beyond;
    EXPECT_QUIET(BAD_VALUE, txm_log_from_columns(&events, &log, &failure));
    REQUIRE(strstr(failure.message, "`channel`[1] is 1, but the number of channels is 1") != NULL);
    events.channel = too_many;
    EXPECT_QUIET(BAD_VALUE, txm_log_from_columns(&events, &log, &failure));
    REQUIRE(log == NULL && strstr(failure.message, "`channel`[2] is 65535") != NULL);
    events.channel = channel;
    events.activity_name_len = lengths;
    EXPECT(OK, txm_log_from_columns(&events, &log, &failure));
    txm_log_free(log);
    events = (txm_events)TXM_EVENTS_INIT;
    EXPECT(OK, txm_log_from_columns(&events, &log, &failure));
    txm_log_free(log);
    txm_log_free(NULL);
}

static void journeys(void) {
    txm_log *log = example();
    txm_journeys *found = NULL;
    txm_journey_node_columns nodes = TXM_JOURNEY_NODE_COLUMNS_INIT;
    txm_journey_edge_columns room = TXM_JOURNEY_EDGE_COLUMNS_INIT;
    txm_journey_variant_columns ways = TXM_JOURNEY_VARIANT_COLUMNS_INIT;
    uint32_t a[5], b[5];
    uint64_t n[3], objects[3], starts[3], ends[3], all = 77;
    double mean[2], median[2], least[2];
    size_t end[2], length = 77, steps = 77;

    EXPECT(NULL_POINTER, txm_journeys_new(NULL, 0, &found, &failure));
    EXPECT(NULL_POINTER, txm_journeys_new(log, 0, NULL, &failure));
    EXPECT(NOT_FOUND, txm_journeys_new(log, 2, &found, &failure));
    REQUIRE(found == NULL);
    EXPECT(OK, txm_journeys_new(log, 0, &found, &failure));
    txm_log_free(log);

    nodes.capacity = 2;
    EXPECT(NULL_POINTER, txm_journeys_copy_nodes(NULL, &nodes, &length, &failure));
    EXPECT(NULL_POINTER, txm_journeys_copy_nodes(found, NULL, &length, &failure));
    REQUIRE(length == 77);
    EXPECT(BUFFER_TOO_SMALL, txm_journeys_copy_nodes(found, &nodes, &length, &failure));
    REQUIRE(length == 3);
    nodes.capacity = 3;
    nodes.reserved = 1;
    EXPECT(BAD_STRUCT, txm_journeys_copy_nodes(found, &nodes, NULL, &failure));
    nodes.reserved = 0;
    EXPECT(OK, txm_journeys_copy_nodes(found, &nodes, NULL, &failure));
    nodes.activity = a;
    nodes.visits = n;
    nodes.objects = objects;
    nodes.starts = starts;
    nodes.ends = ends;
    EXPECT(OK, txm_journeys_copy_nodes(found, &nodes, &length, &failure));
    REQUIRE(a[1] == 1 && n[1] == 2 && starts[0] == 2 && starts[1] == 0 && ends[1] == 1 && ends[2] == 1);
    REQUIRE(objects[0] == TXM_NONE_U64 && objects[2] == TXM_NONE_U64);

    EXPECT(NULL_POINTER, txm_journeys_copy_edges(NULL, &room, &length, &failure));
    EXPECT(NULL_POINTER, txm_journeys_copy_edges(found, NULL, &length, &failure));
    EXPECT(BUFFER_TOO_SMALL, txm_journeys_copy_edges(found, &room, &length, &failure));
    REQUIRE(length == 2);
    room.capacity = 2;
    EXPECT(OK, txm_journeys_copy_edges(found, &room, NULL, &failure));
    room.from = a;
    room.to = b;
    room.count = n;
    room.mean = mean;
    room.median = median;
    room.least = least;
    EXPECT(OK, txm_journeys_copy_edges(found, &room, &length, &failure));
    REQUIRE(a[0] == 0 && b[0] == 1 && n[0] == 2 && mean[0] == 40.0 && median[0] == 40.0 && isnan(least[0]));
    REQUIRE(a[1] == 1 && b[1] == 2 && n[1] == 1 && mean[1] == 10.0);
    room.reserved = 1;
    EXPECT(BAD_STRUCT, txm_journeys_copy_edges(found, &room, &length, &failure));

    length = 77;
    EXPECT(NULL_POINTER, txm_journeys_copy_variants(NULL, SIZE_MAX, &ways, &length, &steps, &all, &failure));
    EXPECT(NULL_POINTER, txm_journeys_copy_variants(found, SIZE_MAX, NULL, &length, &steps, &all, &failure));
    ways.reserved = 1;
    EXPECT(BAD_STRUCT, txm_journeys_copy_variants(found, SIZE_MAX, &ways, &length, &steps, &all, &failure));
    ways.reserved = 0;
    REQUIRE(length == 77 && steps == 77 && all == 77);
    EXPECT(BUFFER_TOO_SMALL, txm_journeys_copy_variants(found, SIZE_MAX, &ways, &length, &steps, &all, &failure));
    REQUIRE(length == 2 && steps == 5 && all == 2);
    ways.capacity = 2;
    EXPECT(OK, txm_journeys_copy_variants(found, SIZE_MAX, &ways, NULL, NULL, NULL, &failure));
    ways.count = n;
    ways.end = end;
    ways.activity = a;
    ways.activity_capacity = 4;
    EXPECT(BUFFER_TOO_SMALL, txm_journeys_copy_variants(found, SIZE_MAX, &ways, &length, &steps, &all, &failure));
    ways.activity_capacity = 5;
    EXPECT(OK, txm_journeys_copy_variants(found, SIZE_MAX, &ways, &length, &steps, &all, &failure));
    REQUIRE(n[0] == 1 && end[0] == 2 && end[1] == 5 && a[0] == 0 && a[1] == 1 && a[4] == 2);
    ways.capacity = 1;
    ways.activity_capacity = 2;
    EXPECT(OK, txm_journeys_copy_variants(found, 1, &ways, &length, &steps, &all, &failure));
    REQUIRE(length == 1 && steps == 2 && all == 2);
    txm_journeys_free(found);
    txm_journeys_free(NULL);
}

static void tallies(void) {
    txm_log *log = example();
    txm_journey_tally *tally = NULL, *other = NULL, *finer;
    txm_journey_node_columns nodes = TXM_JOURNEY_NODE_COLUMNS_INIT;
    txm_journey_edge_columns room = TXM_JOURNEY_EDGE_COLUMNS_INIT;
    uint32_t a[2], b[2], numbers[3];
    uint64_t n[3], objects[3], starts[3], ends[3], all = 77;
    double mean[2], least[2], most[2];
    char name[8];
    uint8_t *bytes;
    size_t length = 77;

    EXPECT(NULL_POINTER, txm_journey_tally_new(NULL, 4, NAN, &tally, &failure));
    EXPECT(NULL_POINTER, txm_journey_tally_new("case", TXM_NTS, NAN, NULL, &failure));
    EXPECT(BAD_LENGTH, txm_journey_tally_new("case", HUGE_LENGTH, NAN, &tally, &failure));
    EXPECT(BAD_OPTION, txm_journey_tally_new("case", TXM_NTS, 0.0, &tally, &failure));
    EXPECT(BAD_OPTION, txm_journey_tally_new("case", TXM_NTS, -1.0, &tally, &failure));
    REQUIRE(tally == NULL);
    EXPECT(OK, txm_journey_tally_new("case", TXM_NTS, NAN, &tally, &failure));
    EXPECT(OK, txm_journey_tally_new("customer", TXM_NTS, NAN, &other, &failure));
    EXPECT(OK, txm_journey_tally_new("case", TXM_NTS, 0.001, &finer, &failure));

    EXPECT(NULL_POINTER, txm_journey_tally_add_log(NULL, log, &failure));
    EXPECT(NULL_POINTER, txm_journey_tally_add_log(tally, NULL, &failure));
    EXPECT(NOT_FOUND, txm_journey_tally_add_log(other, log, &failure));
    EXPECT(OK, txm_journey_tally_add_log(tally, log, &failure));
    MERGE_WRONGLY(txm_journey_tally_merge, tally);
    EXPECT(MISMATCH, txm_journey_tally_merge(tally, other, &failure));
    EXPECT(MISMATCH, txm_journey_tally_merge(tally, finer, &failure));
    txm_journey_tally_free(finer);
    txm_journey_tally_free(other);

    COPY(txm_journey_tally_to_bytes, tally, bytes, length);
    READ(txm_journey_tally_from_bytes, bytes, length, other);
    free(bytes);
    EXPECT(OK, txm_journey_tally_merge(tally, other, &failure));
    txm_journey_tally_free(other);

    nodes.capacity = 2;
    length = 77;
    EXPECT(NULL_POINTER, txm_journey_tally_copy_nodes(NULL, &nodes, &length, &all, &failure));
    EXPECT(NULL_POINTER, txm_journey_tally_copy_nodes(tally, NULL, &length, NULL, &failure));
    REQUIRE(length == 77 && all == 77);
    EXPECT(BUFFER_TOO_SMALL, txm_journey_tally_copy_nodes(tally, &nodes, &length, &all, &failure));
    REQUIRE(length == 3 && all == 4);
    nodes.capacity = 3;
    EXPECT(OK, txm_journey_tally_copy_nodes(tally, &nodes, NULL, NULL, &failure));
    nodes.activity = numbers;
    nodes.visits = n;
    nodes.objects = objects;
    nodes.starts = starts;
    nodes.ends = ends;
    EXPECT(OK, txm_journey_tally_copy_nodes(tally, &nodes, &length, &all, &failure));
    REQUIRE(numbers[2] == 2 && n[0] == 4 && objects[0] == 4 && starts[1] == 4 && ends[2] == 2);

    EXPECT(NULL_POINTER, txm_journey_tally_copy_name(NULL, 0, name, sizeof name, &length, &failure));
    EXPECT(NOT_FOUND, txm_journey_tally_copy_name(tally, 3, name, sizeof name, &length, &failure));
    EXPECT(BUFFER_TOO_SMALL, txm_journey_tally_copy_name(tally, 0, NULL, 0, &length, &failure));
    REQUIRE(length == sizeof "answer");
    EXPECT(OK, txm_journey_tally_copy_name(tally, 0, name, sizeof name, &length, &failure));
    REQUIRE(strcmp(name, "answer") == 0);

    EXPECT(NULL_POINTER, txm_journey_tally_copy_edges(NULL, &room, &length, &failure));
    EXPECT(NULL_POINTER, txm_journey_tally_copy_edges(tally, NULL, &length, &failure));
    EXPECT(BUFFER_TOO_SMALL, txm_journey_tally_copy_edges(tally, &room, &length, &failure));
    REQUIRE(length == 2);
    room.capacity = 2;
    room.from = a;
    room.to = b;
    room.count = n;
    room.objects = objects;
    room.mean = mean;
    room.least = least;
    room.most = most;
    EXPECT(OK, txm_journey_tally_copy_edges(tally, &room, NULL, &failure));
    REQUIRE(a[0] == 1 && b[0] == 0 && n[0] == 4 && objects[0] == 4 && mean[0] == 40.0);
    REQUIRE(least[0] == 30.0 && most[0] == 50.0 && a[1] == 0 && b[1] == 2);
    /* What was kept of the tally before it grew is not taken for what it holds now. */
    EXPECT(OK, txm_journey_tally_add_log(tally, log, &failure));
    EXPECT(OK, txm_journey_tally_copy_edges(tally, &room, NULL, &failure));
    REQUIRE(n[0] == 6);
    room.struct_size = 0;
    EXPECT(BAD_STRUCT, txm_journey_tally_copy_edges(tally, &room, NULL, &failure));
    txm_journey_tally_free(tally);
    txm_journey_tally_free(NULL);
    txm_log_free(log);
}

/* The golden chain: A>B (30 reached the goal, 20 were lost), A>C (10, 40), B (15, 35), C>B (12, 18), A (5, 65). */
static void chains(void) {
    static const uint32_t offset[] = {0, 2, 4, 5, 7, 8}, step[] = {0, 1, 0, 2, 1, 2, 1, 0};
    static const uint32_t far[] = {0, 1, 0, 3, 1, 2, 1, 0};
    static const uint32_t falling[] = {0, 2, 1, 5, 7, 8}, hollow[] = {0, 2, 2, 5, 7, 8};
    static const uint64_t goal[] = {30, 10, 15, 12, 5}, lost[] = {20, 40, 35, 18, 65}, none[] = {0, 0, 0, 0, 0},
                          huge[] = {UINT64_MAX, 1, 1, 1, 1};
    txm_paths paths = TXM_PATHS_INIT;
    txm_chain *chain = NULL;
    txm_case_ends how;
    txm_chain_touchpoint_columns room = TXM_CHAIN_TOUCHPOINT_COLUMNS_INIT;
    uint32_t touchpoint[3];
    double visits[3], from[3], removal[3], credit[3], elasticity[3];
    size_t length = 77;

    EXPECT(BAD_VALUE, txm_chain_new(&paths, 1, &chain, &failure));
    paths.touchpoint_count = 3;
    paths.len = LENGTH(goal);
    paths.offset = offset;
    paths.step = step;
    paths.step_len = LENGTH(step);
    EXPECT(NULL_POINTER, txm_chain_new(&paths, 1, &chain, &failure));
    paths.goal = none;
    EXPECT(BAD_VALUE, txm_chain_new(&paths, 1, &chain, &failure));
    paths.goal = huge;
    EXPECT(LIMIT, txm_chain_new(&paths, 1, &chain, &failure));
    paths.goal = goal;
    paths.lost = lost;
    EXPECT(NULL_POINTER, txm_chain_new(NULL, 1, &chain, &failure));
    EXPECT(NULL_POINTER, txm_chain_new(&paths, 1, NULL, &failure));
    EXPECT(BAD_VALUE, txm_chain_new(&paths, 0, &chain, &failure));
    paths.step = NULL;
    EXPECT(NULL_POINTER, txm_chain_new(&paths, 1, &chain, &failure));
    paths.step = far;
    EXPECT_QUIET(BAD_VALUE, txm_chain_new(&paths, 1, &chain, &failure));
    REQUIRE(strstr(failure.message, "`step`[3]") != NULL);
    paths.step = step;
    paths.offset = NULL;
    EXPECT(NULL_POINTER, txm_chain_new(&paths, 1, &chain, &failure));
    paths.offset = falling;
    EXPECT(BAD_VALUE, txm_chain_new(&paths, 1, &chain, &failure));
    paths.offset = hollow;
    EXPECT(BAD_VALUE, txm_chain_new(&paths, 1, &chain, &failure));
    paths.offset = offset;
    paths.step_len = HUGE_LENGTH;
    EXPECT(BAD_LENGTH, txm_chain_new(&paths, 1, &chain, &failure));
    paths.step_len = 7;
    EXPECT(BAD_VALUE, txm_chain_new(&paths, 1, &chain, &failure));
    paths.step_len = LENGTH(step);
    paths.len = SIZE_MAX;
    EXPECT(BAD_LENGTH, txm_chain_new(&paths, 1, &chain, &failure));
    paths.len = LENGTH(goal);
    paths.struct_size = 0;
    EXPECT(BAD_STRUCT, txm_chain_new(&paths, 1, &chain, &failure));
    paths.struct_size = sizeof paths;
    REQUIRE(chain == NULL);
    EXPECT(OK, txm_chain_new(&paths, 1, &chain, &failure));

    memset(&how, 0, sizeof how);
    EXPECT(BAD_STRUCT, txm_chain_ends(chain, &how, &failure));
    how.struct_size = sizeof how;
    EXPECT(NULL_POINTER, txm_chain_ends(NULL, &how, &failure));
    EXPECT(NULL_POINTER, txm_chain_ends(chain, NULL, &failure));
    REQUIRE(how.goal == 0.0);
    EXPECT(OK, txm_chain_ends(chain, &how, &failure));
    REQUIRE(fabs(how.goal - 0.288) < 1e-12 && fabs(how.lost - 0.712) < 1e-12 && how.open == 0.0);
    REQUIRE(fabs(how.steps - 1.52) < 1e-12);

    EXPECT(NULL_POINTER, txm_chain_copy_touchpoints(NULL, &room, NULL, &failure));
    EXPECT(NULL_POINTER, txm_chain_copy_touchpoints(chain, NULL, NULL, &failure));
    EXPECT(BUFFER_TOO_SMALL, txm_chain_copy_touchpoints(chain, &room, &length, &failure));
    REQUIRE(length == 3);
    room.capacity = 3;
    room.reserved = 1;
    EXPECT(BAD_STRUCT, txm_chain_copy_touchpoints(chain, &room, NULL, &failure));
    room.reserved = 0;
    EXPECT(OK, txm_chain_copy_touchpoints(chain, &room, NULL, &failure));
    room.touchpoint = touchpoint;
    room.visits = visits;
    room.goal = from;
    room.removal_effect = removal;
    room.credit = credit;
    room.elasticity = elasticity;
    EXPECT(OK, txm_chain_copy_touchpoints(chain, &room, NULL, &failure));
    REQUIRE(touchpoint[0] == 0 && touchpoint[2] == 2);
    REQUIRE(fabs(visits[0] - 0.68) < 1e-12 && fabs(visits[1] - 0.52) < 1e-12 && fabs(visits[2] - 0.32) < 1e-12);
    REQUIRE(fabs(removal[0] - 0.574920) < 1e-6 && fabs(removal[1] - 0.791667) < 1e-6);
    REQUIRE(fabs(removal[2] - 0.321581) < 1e-6 && fabs(credit[0] - 24.5202) < 1e-4);
    txm_chain_free(chain);
    txm_chain_free(NULL);
}

int main(void) {
    logs();
    journeys();
    tallies();
    chains();
    return failed;
}
