/* Misuse of friction and hand-overs, and that few people are not shown: see misuse.h. */
#include "misuse.h"

#define SECOND INT64_C(1000000000)
#define DAY (86400 * SECOND)

static const char *const ACTIVITIES[] = {"ask", "check", "done"};
static const char *const TYPES[] = {"case", "clerk", "team"};
static const uint32_t OBJECTS_OF_TYPE[] = {3, 5, 2};

/* Cases 0 to 2, clerks 3 to 7, teams 8 and 9. Each clerk of team 8 takes a case in turn and checks it days later; then
 * the cases are done. */
static txm_log *example(uint32_t clerks) {
    uint32_t activity[13], offset[14], object[33], len = 0, objects = 0, at;
    int64_t time[13];
    txm_events events = TXM_EVENTS_INIT;

    for (at = 0; at < 2 * clerks + 3; ++at) {
        const uint32_t turn = at / 2;
        offset[len] = objects;
        time[len] = at * DAY;
        if (at < 2 * clerks) {
            activity[len] = at % 2;
            object[objects++] = turn % 3;
            object[objects++] = 3 + turn;
            object[objects++] = 8;
        } else {
            activity[len] = 2;
            object[objects++] = at - 2 * clerks;
        }
        ++len;
    }
    offset[len] = objects;
    events.len = len;
    events.activity = activity;
    events.time = time;
    events.offset = offset;
    events.object = object;
    events.object_len = objects;
    NAME(events, ACTIVITIES, TYPES, OBJECTS_OF_TYPE);
    return log_of(&events);
}

static txm_stakeholder group(const char *key, int32_t role) {
    txm_stakeholder group = TXM_STAKEHOLDER_INIT;
    group.key = key;
    group.role = role;
    return group;
}

static const uint32_t GROUP_TYPE[] = {0, 1};

static txm_friction_options plain(const txm_stakeholder *const *groups) {
    txm_friction_options options = TXM_FRICTION_OPTIONS_INIT;
    options.object_type = 0;
    options.owner_type = 2;
    options.group = groups;
    options.group_type = GROUP_TYPE;
    options.group_len = 2;
    return options;
}

/* Anchors and measures of one's own, and a map's promises. */
static void own(const txm_log *log, const txm_friction_options plain_options) {
    static const int32_t component[] = {TXM_COMPONENT_WAIT}, unknown[] = {7};
    static const double zero[] = {0.0}, bad[] = {86400.0}, negative[] = {-1.0}, half[] = {0.5}, none[] = {NAN};
    static const uint32_t touchpoint[] = {1}, far[] = {3}, group_number[] = {1}, close[] = {2};
    txm_friction_options options = plain_options;
    txm_friction *found = NULL;
    char text[8192];

    options.reserved = 1;
    EXPECT(BAD_STRUCT, txm_friction_new(log, &options, &found, &failure));
    options = plain_options;
    options.worker_type = 3;
    EXPECT(NOT_FOUND, txm_friction_new(log, &options, &found, &failure));
    options = plain_options;
    options.combination = 2;
    EXPECT(BAD_ENUM, txm_friction_new(log, &options, &found, &failure));
    options = plain_options;
    options.anchor_len = 1;
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, &found, &failure));
    options.anchor = component;
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, &found, &failure));
    options.anchor_good = zero;
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, &found, &failure));
    options.anchor_bad = zero;
    EXPECT(BAD_OPTION, txm_friction_new(log, &options, &found, &failure));
    options.anchor_bad = none;
    EXPECT(BAD_OPTION, txm_friction_new(log, &options, &found, &failure));
    options.anchor_bad = bad;
    options.anchor_weight = negative;
    EXPECT(BAD_OPTION, txm_friction_new(log, &options, &found, &failure));
    options.anchor_weight = half;
    options.anchor = unknown;
    EXPECT(BAD_ENUM, txm_friction_new(log, &options, &found, &failure));
    options.anchor = component;
    options.anchor_len = HUGE_LENGTH;
    EXPECT(BAD_LENGTH, txm_friction_new(log, &options, &found, &failure));
    options.anchor_len = 1;
    EXPECT(OK, txm_friction_new(log, &options, &found, &failure));
    EXPECT(OK, txm_friction_to_json(found, text, sizeof text, NULL, &failure));
    REQUIRE(strstr(text, "\"anchors\": \"as given\"") != NULL);
    txm_friction_free(found);
    options.version = "desk-2";
    EXPECT(OK, txm_friction_new(log, &options, &found, &failure));
    EXPECT(OK, txm_friction_to_json(found, text, sizeof text, NULL, &failure));
    REQUIRE(strstr(text, "\"anchors\": \"desk-2\"") != NULL);
    txm_friction_free(found);
    options.version_len = HUGE_LENGTH;
    EXPECT(BAD_LENGTH, txm_friction_new(log, &options, &found, &failure));

    found = NULL;
    options = plain_options;
    options.measure_len = 1;
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, &found, &failure));
    options.measure = component;
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, &found, &failure));
    options.measure_touchpoint = touchpoint;
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, &found, &failure));
    options.measure_group = group_number;
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, &found, &failure));
    options.measure_value = none;
    EXPECT(BAD_OPTION, txm_friction_new(log, &options, &found, &failure));
    options.measure_value = half;
    options.measure = unknown;
    EXPECT(BAD_ENUM, txm_friction_new(log, &options, &found, &failure));
    options.measure = component;
    options.measure_touchpoint = far;
    EXPECT(NOT_FOUND, txm_friction_new(log, &options, &found, &failure));
    options.measure_touchpoint = close; /* staff are never there */
    EXPECT(NOT_FOUND, txm_friction_new(log, &options, &found, &failure));
    options.measure_touchpoint = touchpoint;
    options.measure_group = close;
    EXPECT(NOT_FOUND, txm_friction_new(log, &options, &found, &failure));
    options.measure_group = group_number;
    options.measure_len = HUGE_LENGTH;
    EXPECT(BAD_LENGTH, txm_friction_new(log, &options, &found, &failure));
    REQUIRE(found == NULL);
    options.measure_len = 1;
    EXPECT(OK, txm_friction_new(log, &options, &found, &failure));
    txm_friction_free(found);
}

/* Four thousand million objects that no event names would be tables of 16 GB. */
static void sparse(void) {
    static const char *const name[] = {"work"}, *const type[] = {"case"};
    static const uint32_t many[] = {4000000000u}, activity[] = {0}, object[] = {0};
    static const int64_t time[] = {0};
    txm_events events = TXM_EVENTS_INIT;
    txm_log *log = NULL;

    events.len = 1;
    events.activity = activity;
    events.time = time;
    events.due = time;
    events.object = object;
    events.object_len = 1;
    NAME(events, name, type, many);
    EXPECT_QUIET(LIMIT, txm_log_from_columns(&events, &log, &failure));
    REQUIRE(log == NULL && strstr(failure.message, "4000000000 objects are declared") != NULL);
}

static void fields(void) {
    static const uint32_t far[] = {0, 3}, close[] = {2};
    static const double negative[] = {-1.0}, good[] = {60.0};
    txm_stakeholder customers = group("customers", TXM_ROLE_CUSTOMER), staff = group("staff", TXM_ROLE_EMPLOYEE);
    const txm_stakeholder *groups[] = {&customers, &staff};
    txm_friction_options options = plain(groups);
    txm_friction *found = NULL;
    txm_log *log = example(5);

    EXPECT(NULL_POINTER, txm_friction_new(NULL, &options, &found, &failure));
    EXPECT(NULL_POINTER, txm_friction_new(log, NULL, &found, &failure));
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, NULL, &failure));
    options.struct_size = 0;
    EXPECT(BAD_STRUCT, txm_friction_new(log, &options, &found, &failure));
    options = plain(groups);
    options.object_type = 3;
    EXPECT(NOT_FOUND, txm_friction_new(log, &options, &found, &failure));
    options.object_type = TXM_NONE;
    EXPECT(NOT_FOUND, txm_friction_new(log, &options, &found, &failure));
    options = plain(groups);
    options.place_type = 3;
    EXPECT(NOT_FOUND, txm_friction_new(log, &options, &found, &failure));
    options.place_type = 1;
    EXPECT(BAD_OPTION, txm_friction_new(log, &options, &found, &failure));
    options = plain(groups);
    options.channel_type = 3;
    EXPECT(NOT_FOUND, txm_friction_new(log, &options, &found, &failure));
    options = plain(groups);
    options.owner_type = 3;
    EXPECT(NOT_FOUND, txm_friction_new(log, &options, &found, &failure));
    options = plain(groups);
    options.by_channel = 2;
    EXPECT(BAD_ENUM, txm_friction_new(log, &options, &found, &failure));
    options = plain(groups);
    options.open_seconds = -1.0;
    EXPECT(BAD_OPTION, txm_friction_new(log, &options, &found, &failure));
    options = plain(groups);
    options.group = NULL;
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, &found, &failure));
    options = plain(groups);
    options.group_type = NULL;
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, &found, &failure));
    options.group_type = far;
    EXPECT(NOT_FOUND, txm_friction_new(log, &options, &found, &failure));
    options = plain(groups);
    options.group_len = HUGE_LENGTH;
    EXPECT(BAD_LENGTH, txm_friction_new(log, &options, &found, &failure));
    options = plain(groups);
    groups[1] = NULL;
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, &found, &failure));
    groups[1] = &customers;
    EXPECT(DUPLICATE, txm_friction_new(log, &options, &found, &failure));
    groups[1] = &staff;
    staff.role = 5;
    EXPECT(BAD_ENUM, txm_friction_new(log, &options, &found, &failure));
    staff = group("staff", TXM_ROLE_OTHER);
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, &found, &failure));
    staff = group(NULL, TXM_ROLE_EMPLOYEE);
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, &found, &failure));
    staff = group("staff", TXM_ROLE_EMPLOYEE);
    staff.weight = NAN;
    EXPECT(BAD_OPTION, txm_friction_new(log, &options, &found, &failure));
    staff = group("staff", TXM_ROLE_EMPLOYEE);
    options.goal_len = 2;
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, &found, &failure));
    options.goal = far;
    EXPECT_QUIET(NOT_FOUND, txm_friction_new(log, &options, &found, &failure));
    REQUIRE(strstr(failure.message, "`goal`[1] is 3") != NULL);
    options = plain(groups);
    options.failure_len = HUGE_LENGTH;
    options.failure = far;
    EXPECT(BAD_LENGTH, txm_friction_new(log, &options, &found, &failure));
    options = plain(groups);
    options.promise_len = 1;
    options.promise = close;
    EXPECT(NULL_POINTER, txm_friction_new(log, &options, &found, &failure));
    options.promise_seconds = negative;
    EXPECT(BAD_OPTION, txm_friction_new(log, &options, &found, &failure));
    options = plain(groups);
    options.promise_len = 1;
    options.promise = close;
    options.promise_seconds = good;
    options.promise_group = close;
    EXPECT_QUIET(NOT_FOUND, txm_friction_new(log, &options, &found, &failure));
    REQUIRE(strstr(failure.message, "`promise_group`[0] is 2") != NULL);
    REQUIRE(found == NULL);
    own(log, plain(groups));

    /* No groups and no goals are fine. */
    options = (txm_friction_options)TXM_FRICTION_OPTIONS_INIT;
    options.object_type = 0;
    EXPECT(OK, txm_friction_new(log, &options, &found, &failure));
    txm_friction_free(found);
    txm_friction_free(NULL);
    txm_log_free(log);
}

/* Four clerks are too few to be shown, five are not. */
static void friction(uint32_t clerks) {
    const txm_stakeholder customers = group("customers", TXM_ROLE_CUSTOMER), staff = group("staff", TXM_ROLE_EMPLOYEE);
    const txm_stakeholder *groups[] = {&customers, &staff};
    const txm_friction_options options = plain(groups);
    const int shown = clerks >= 5;
    txm_friction_columns room = TXM_FRICTION_COLUMNS_INIT;
    txm_friction *found = NULL;
    txm_log *log = example(clerks);
    uint32_t touchpoint[3], owner[3];
    double burden[3], breadth[3], part[6], visits[6], heavy[6];
    int32_t result[6];
    size_t length = 77, at;
    char *text;

    EXPECT(OK, txm_friction_new(log, &options, &found, &failure));
    txm_log_free(log);
    EXPECT(NULL_POINTER, txm_friction_copy_touchpoints(NULL, &room, &length, &failure));
    EXPECT(NULL_POINTER, txm_friction_copy_touchpoints(found, NULL, &length, &failure));
    REQUIRE(length == 77);
    EXPECT(BUFFER_TOO_SMALL, txm_friction_copy_touchpoints(found, &room, &length, &failure));
    REQUIRE(length == 3);
    room.capacity = 3;
    EXPECT(OK, txm_friction_copy_touchpoints(found, &room, NULL, &failure));
    room.touchpoint = touchpoint;
    room.owner = owner;
    room.burden = burden;
    room.breadth = breadth;
    room.result = result;
    room.friction = part;
    room.exposure = visits;
    room.group_burden = heavy;
    EXPECT(OK, txm_friction_copy_touchpoints(found, &room, &length, &failure));
    for (at = 0; at < 3; ++at) {
        const int by_clerks = touchpoint[at] < 2;
        REQUIRE(result[2 * at] == TXM_RESULT_PUBLISHED && !isnan(part[2 * at]) && burden[at] >= heavy[2 * at]);
        REQUIRE(owner[at] == (by_clerks && shown ? 8 : TXM_NONE));
        REQUIRE(result[2 * at + 1] ==
                (by_clerks ? shown ? TXM_RESULT_PUBLISHED : TXM_RESULT_SUPPRESSED : TXM_RESULT_NO_ANSWERS));
        REQUIRE(by_clerks && shown ? visits[2 * at + 1] == 5.0 : isnan(visits[2 * at + 1]));
        REQUIRE((by_clerks && shown) == !isnan(part[2 * at + 1]));
        REQUIRE((by_clerks && shown) == !isnan(heavy[2 * at + 1]));
    }
    room.reserved = 1;
    EXPECT(BAD_STRUCT, txm_friction_copy_touchpoints(found, &room, &length, &failure));

    COPY(txm_friction_to_json, found, text, length);
    REQUIRE((strstr(text, "\"suppressed\": true") == NULL) == shown);
    free(text);
    txm_friction_free(found);
}

/* Where the clerks are no group of the report, they are known as those who work for the teams. */
static void workers(uint32_t clerks) {
    const txm_stakeholder customers = group("customers", TXM_ROLE_CUSTOMER);
    const txm_stakeholder *groups[] = {&customers};
    txm_friction_options options = plain(groups);
    txm_friction_columns room = TXM_FRICTION_COLUMNS_INIT;
    txm_friction *found = NULL;
    txm_log *log = example(clerks);
    uint32_t owner[3] = {0, 0, 0}, least, at;

    options.group_len = 1;
    options.worker_type = 1;
    REQUIRE(options.worker_min_group == 5);
    for (least = 4; least < 6; ++least) {
        uint32_t named = 0;
        options.worker_min_group = least;
        EXPECT(OK, txm_friction_new(log, &options, &found, &failure));
        room.capacity = 3;
        room.owner = owner;
        EXPECT(OK, txm_friction_copy_touchpoints(found, &room, NULL, &failure));
        for (at = 0; at < 3; ++at) {
            named += owner[at] == 8;
        }
        REQUIRE(named == (clerks >= least ? 2u : 0u));
        txm_friction_free(found);
    }
    txm_log_free(log);
}

/* Channels are numbered from 0 in events, in measures and in what is found. */
static void channels(void) {
    static const char *const name[] = {"work"}, *const type[] = {"case"}, *const channel_name[] = {"phone", "web"};
    static const uint32_t activity[] = {0, 0, 0, 0}, object[] = {0, 0, 1, 1}, one_type[] = {2};
    static const uint32_t channel[] = {0, 1, 1, TXM_NONE}, web[] = {1}, beyond[] = {2}, customers_number[] = {0};
    static const int64_t time[] = {0, SECOND, 0, SECOND};
    static const int32_t effort[] = {TXM_COMPONENT_EFFORT};
    static const double worst[] = {1.0};
    const txm_stakeholder customers = group("customers", TXM_ROLE_CUSTOMER);
    const txm_stakeholder *groups[] = {&customers};
    txm_events events = TXM_EVENTS_INIT;
    txm_friction_options options = plain(groups);
    txm_friction_columns room = TXM_FRICTION_COLUMNS_INIT;
    txm_friction *found = NULL;
    txm_log *log;
    uint32_t touchpoint[2];
    double heavy[2];
    size_t length = 77, at;

    events.len = LENGTH(activity);
    events.activity = activity;
    events.time = time;
    events.object = object;
    events.object_len = LENGTH(object);
    NAME(events, name, type, one_type);
    events.channel = channel;
    events.channel_name = channel_name;
    events.channel_count = LENGTH(channel_name);
    log = log_of(&events);
    options.owner_type = TXM_NONE;
    options.group_len = 1;
    options.by_channel = 1;
    options.measure = effort;
    options.measure_touchpoint = beyond;
    options.measure_group = customers_number;
    options.measure_value = worst;
    options.measure_len = 1;
    EXPECT(NOT_FOUND, txm_friction_new(log, &options, &found, &failure));
    options.measure_touchpoint = web;
    EXPECT(OK, txm_friction_new(log, &options, &found, &failure));
    room.capacity = 2;
    room.touchpoint = touchpoint;
    room.burden = heavy;
    EXPECT(OK, txm_friction_copy_touchpoints(found, &room, &length, &failure));
    REQUIRE(length == 2);
    for (at = 0; at < length; ++at) {
        REQUIRE((touchpoint[at] == 1) == (at == 0));
    }
    REQUIRE(heavy[0] > 0.0);
    txm_friction_free(found);
    txm_log_free(log);
}

static void handovers(void) {
    txm_log *few = example(4), *enough = example(5);
    txm_handover *found = NULL;
    txm_handover_options options = TXM_HANDOVER_OPTIONS_INIT;
    char text[4096], *whole;
    size_t length;

    REQUIRE(options.min_group == 5 && options.owner_type == TXM_NONE);
    EXPECT(NOT_FOUND, txm_handover_new(few, &options, &found, &failure));
    options.object_type = 0;
    options.worker_type = 3;
    options.owner_type = 2;
    EXPECT(NOT_FOUND, txm_handover_new(few, &options, &found, &failure));
    options.worker_type = 1;
    EXPECT(NULL_POINTER, txm_handover_new(NULL, &options, &found, &failure));
    EXPECT(NULL_POINTER, txm_handover_new(few, NULL, &found, &failure));
    EXPECT(NULL_POINTER, txm_handover_new(few, &options, NULL, &failure));
    options.reserved = 1;
    EXPECT(BAD_STRUCT, txm_handover_new(few, &options, &found, &failure));
    options.reserved = 0;
    REQUIRE(found == NULL);
    EXPECT(OK, txm_handover_new(few, &options, &found, &failure));
    COPY(txm_handover_to_json, found, whole, length);
    REQUIRE(strlen(whole) == length - 1);
    REQUIRE(strstr(whole, "\"suppressed\": true") != NULL && strstr(whole, "\"owners\": []") != NULL);
    REQUIRE(strstr(whole, "\"people\": null") != NULL);
    free(whole);
    txm_handover_free(found);
    options.min_group = 4;
    EXPECT(OK, txm_handover_new(few, &options, &found, &failure));
    EXPECT(OK, txm_handover_to_json(found, text, sizeof text, NULL, &failure));
    REQUIRE(strstr(text, "\"suppressed\": false") != NULL && strstr(text, "\"people\": 4") != NULL);
    txm_handover_free(found);
    options.min_group = 5;
    EXPECT(OK, txm_handover_new(enough, &options, &found, &failure));
    EXPECT(OK, txm_handover_to_json(found, text, sizeof text, NULL, &failure));
    REQUIRE(strstr(text, "\"suppressed\": false") != NULL && strstr(text, "\"people\": 5") != NULL);
    txm_handover_free(found);
    txm_handover_free(NULL);
    txm_log_free(few);
    txm_log_free(enough);
}

int main(void) {
    fields();
    friction(4);
    friction(5);
    workers(4);
    workers(5);
    handovers();
    channels();
    sparse();
    return failed;
}
