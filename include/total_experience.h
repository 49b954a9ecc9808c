/* total_experience.h: the C interface of total-experience.
 *
 * Made from capi/src by cbindgen and checked by a test: do not edit.
 *
 * What holds for every function
 * =============================
 * Status     Answers a txm_status. With anything but TXM_STATUS_OK nothing has changed and nothing was written to
 *            output parameters, but for two: a handle that would have been created is NULL, and after
 *            TXM_STATUS_BUFFER_TOO_SMALL `out_len`, and what else says so, holds the capacity that is needed.
 * Errors     `error`, always last, is the caller's own and may be NULL. Beside the errors that a function lists it
 *            answers TXM_STATUS_NULL_POINTER, _MISALIGNED, _BAD_LENGTH, _NOT_UTF8, _OUT_OF_MEMORY and _PANIC.
 * Handles    txm_map, txm_tally and so on are opaque. What a function creates the caller frees with the `_free` of its
 *            type; never with free(). A freed handle must not be used again.
 * Texts      are UTF-8, given by pointer and bytes; TXM_NTS for the bytes means NUL-terminated.
 * Arrays     are given by pointer and number of elements; NULL only with 0.
 * Nothing    What is not there, not known or withheld is TXM_NONE, TXM_NONE_U64, TXM_NONE_I32 or TXM_NONE_I64 by its
 *            type, NaN among doubles and NULL among pointers; in and out, and never 0. Answers alone have a column that
 *            says what is missing, so that a NaN by mistake is refused. What is numbered (nodes, activities, objects,
 *            channels, rows) is numbered from 0.
 * Buffers    A function that copies takes a capacity. Call it with 0 to be told the size, then again with a buffer:
 *            nothing is computed twice.
 * Structs    that begin with `struct_size` may grow. Begin with the `_INIT` of their name in capitals, which sets it
 *            and the defaults: `txm_events events = TXM_EVENTS_INIT;`. Then fill in what you have.
 *            `_options` say how something is done, `_columns` receive rows; a struct with a plain name is a thing to be
 *            added, or rows of things.
 * Lengths    `len` is the number of rows of all columns of a struct, `x_len` that of columns `x...` or the bytes of a
 *            text, `x_count` how many x there are.
 * Enums      cross as int32_t and are checked.
 * Pointers   Whatever is not NULL must point to live memory of the type and size that is said.
 * Threads    Nothing is global, no thread is started and no environment is read. Where a parameter may be shared, any
 *            number of threads may use it at once as long as none has it exclusively. What a call writes to, no other
 *            thread may use meanwhile.
 * Linking    Take the shared library where you can: two static libraries written in Rust do not go into one program.
 *            The static one needs -lpthread -ldl -lm besides.
 *
 * From what to what
 * =================
 *     txm_map, txm_tally             -> txm_scorecard                              How good is it?
 *     txm_map or edges               -> txm_network -> txm_cascade                 What does a change do?
 *     txm_log                        -> txm_journeys, txm_friction, txm_handover   How do people move, what hurts?
 *     txm_map and any of the results -> txm_report
 *     a request as JSON and any data -> txm_answer                                 Whatever the library can do
 *
 *     txm_map *map;
 *     txm_network *network;
 *     txm_error error;
 *     if (txm_map_from_json(json, TXM_NTS, &map, &error) != TXM_STATUS_OK) { puts(error.message); return 1; }
 *     if (txm_network_new(map, &network, &error) != TXM_STATUS_OK) { puts(error.message); }
 *     txm_network_free(network);
 *     txm_map_free(map);
 *
 * Whole programs stand in `examples/c` of the library's repository.
 *
 * Sections, each with the constants, structs and functions of one concept
 * =======================================================================
 * Status and errors
 * Version of the library
 * Structs in other languages
 * Progress of long calls
 * Stakeholder groups, touchpoints and outcomes
 * Influences
 * Maps
 * Responses
 * Tallies of responses
 * Scorecards
 * Networks
 * Cascades
 * Objectives of cascades
 * Cascades over time
 * Cascades where scores saturate
 * Event logs
 * Journeys
 * Tallies of journeys
 * Chains of touchpoints
 * Friction
 * Hand-overs between teams
 * Reports
 * Requests
 */

#ifndef TOTAL_EXPERIENCE_H
#define TOTAL_EXPERIENCE_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

/** Version of this header; `txm_version_number()` tells that of the library. */
#define TXM_VERSION_MAJOR 0
#define TXM_VERSION_MINOR 1
#define TXM_VERSION_PATCH 0
#define TXM_VERSION_NUMBER (TXM_VERSION_MAJOR * 10000 + TXM_VERSION_MINOR * 100 + TXM_VERSION_PATCH)

/**
 * Linkage of every function. Define it before the header is included to link in a way of your own; define
 * TXM_SHARED on Windows to link with the DLL.
 */
#ifndef TXM_API
#if defined(_WIN32) && defined(TXM_SHARED)
#define TXM_API __declspec(dllimport)
#elif defined(__GNUC__)
#define TXM_API __attribute__((visibility("default")))
#else
#define TXM_API
#endif
#endif

/** Bytes of a text that ends at its NUL. */
#define TXM_NTS SIZE_MAX

/** Sentinels for nothing, by type: see above. */
#define TXM_NONE UINT32_MAX
#define TXM_NONE_U64 UINT64_MAX
#define TXM_NONE_I32 INT32_C(-1)
#define TXM_NONE_I64 INT64_MIN

/** Bit that is set in the identifier of a node that is an outcome. */
#define TXM_NODE_OUTCOME UINT32_C(0x80000000)

#ifdef __cplusplus
extern "C" {
#endif

/* ================================================================================================================== */
/* Status and errors                                                                                                  */
/* ================================================================================================================== */

/** Success. */
#define TXM_STATUS_OK 0

/**
 * A fault in the library: a panic was caught inside this call. A handle that was passed without `const` may only be
 * freed.
 */
#define TXM_STATUS_PANIC 1

/** Not enough memory for what was asked. */
#define TXM_STATUS_OUT_OF_MEMORY 2

/** Any failure without a number of its own; the message says why. */
#define TXM_STATUS_FAILED 3

/** A pointer is NULL where something is needed. */
#define TXM_STATUS_NULL_POINTER 10

/** A pointer is not aligned for what it points to. */
#define TXM_STATUS_MISALIGNED 11

/** A length is more than an array in memory can have, or 0 where something is needed. */
#define TXM_STATUS_BAD_LENGTH 12

/** A text is not UTF-8. */
#define TXM_STATUS_NOT_UTF8 13

/** A number is none of the constants that are accepted there. */
#define TXM_STATUS_BAD_ENUM 14

/** `struct_size` of a struct is not a size that it ever had, or a field this library does not know is set. */
#define TXM_STATUS_BAD_STRUCT 15

/** The buffer is too small; `out_len` holds the capacity that is needed. Nothing was copied. */
#define TXM_STATUS_BUFFER_TOO_SMALL 16

/** The same handle was passed twice where two are needed. */
#define TXM_STATUS_SAME_HANDLE 17

/** An option is outside its range. */
#define TXM_STATUS_BAD_OPTION 18

/** The progress callback ended the call. */
#define TXM_STATUS_CANCELLED 19

/** A text is no JSON, or JSON with other fields than expected; the message has line and column. */
#define TXM_STATUS_BAD_JSON 30

/** What was to be added contradicts the map or itself; the message names the faults. Nothing was added. */
#define TXM_STATUS_INVALID_MAP 31

/** Data were written in a version of their format that this library does not read. */
#define TXM_STATUS_UNKNOWN_VERSION 32

/** A key or identifier names nothing. */
#define TXM_STATUS_NOT_FOUND 33

/** Input is larger than the library accepts. */
#define TXM_STATUS_LIMIT 34

/** Something is named twice that may be named once. */
#define TXM_STATUS_DUPLICATE 35

/** Things that belong to different maps, or tallies of different kinds, were brought together. */
#define TXM_STATUS_MISMATCH 36

/** A name is no instrument, or its scale is impossible. */
#define TXM_STATUS_BAD_INSTRUMENT 50

/** A facet is measured by another instrument. */
#define TXM_STATUS_INSTRUMENT_MISMATCH 51

/** A facet has no instrument yet. */
#define TXM_STATUS_UNDECLARED 52

/**
 * A value is not finite or not on its scale, a weight is impossible, or a number names nothing; the message names the
 * row.
 */
#define TXM_STATUS_BAD_VALUE 53

/** Bytes are no tally, or a damaged one. */
#define TXM_STATUS_BAD_BYTES 54

/** More people answered than the group has. */
#define TXM_STATUS_BAD_POPULATION 55

/**
 * Edges do not make a network: an unknown node, a number that is not finite, an edge of a node to itself without a
 * lag, or there are no nodes.
 */
#define TXM_STATUS_BAD_NETWORK 70

/** Unstable network: the spectral radius is 1 or more, so that a cascade never settles. The message names the loop. */
#define TXM_STATUS_UNSTABLE 71

/** Undecided stability: the bounds on the spectral radius enclose 1. The message names the nodes and the bounds. */
#define TXM_STATUS_UNDECIDED 72

/** The iteration did not reach its tolerance within the sweeps that the options allow. */
#define TXM_STATUS_NOT_CONVERGED 73

/** Numbers grew past what a double can hold. */
#define TXM_STATUS_OVERFLOW 74

/**
 * Result of a call: `TXM_STATUS_OK`, or why there is none.
 *
 * Numbers keep their meaning for ever; new ones are added. Treat a number that you do not know as a failure.
 */
typedef int32_t txm_status;

/**
 * Error message of a call. It is the caller's own, on the stack or anywhere. Every function takes it last, accepts
 * NULL for it, and clears it when it works.
 */
typedef struct txm_error {
    /** The status that the function answered. */
    int32_t status;
    /** One line of English in UTF-8, always NUL-terminated, cut short where it is longer. Empty after success. */
    char message[252];
} txm_error;

/**
 * Description of a status in a few words.
 *
 * Threads: any.
 *
 * @param status any status.
 * @return a NUL-terminated English text that lives as long as the library; the same one for all unknown numbers.
 * @since 0.1
 */
TXM_API const char *txm_status_text(txm_status status);

/* ================================================================================================================== */
/* Version of the library                                                                                             */
/* ================================================================================================================== */

/**
 * Version of the library as one number: major x 10,000 + minor x 100 + patch.
 *
 * Compare it with `TXM_VERSION_NUMBER` of the header to see whether library and header belong together.
 *
 * Threads: any.
 *
 * @return the number.
 * @since 0.1
 */
TXM_API uint32_t txm_version_number(void);

/**
 * Version of the library as text, such as `0.1.0`.
 *
 * Threads: any.
 *
 * @return a NUL-terminated text that lives as long as the library.
 * @since 0.1
 */
TXM_API const char *txm_version_string(void);

/* ================================================================================================================== */
/* Structs in other languages                                                                                         */
/* ================================================================================================================== */

/**
 * Fills a struct with its defaults, for languages that cannot use the `TXM_..._INIT` of this header.
 *
 * Threads: any; `value` exclusive.
 *
 * @param name,name_len name of the struct, such as `txm_events`.
 * @param value the struct to fill.
 * @param struct_size its size in bytes as the caller lays it out, which goes to the field of this name; nothing beyond
 *   is written.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND` for another name, `TXM_STATUS_BAD_STRUCT` for a size that the
 *   struct never had.
 * @since 0.1
 */
TXM_API txm_status txm_struct_init(const char *name,
                                   size_t name_len,
                                   void *value,
                                   size_t struct_size,
                                   txm_error *error);

/* ================================================================================================================== */
/* Progress of long calls                                                                                             */
/* ================================================================================================================== */

/**
 * Callback of long calls: told that `done` of at most `total` steps are made. An answer of 0 goes on; any other ends
 * the call with `TXM_STATUS_CANCELLED`, and nothing is changed.
 *
 * It comes with `txm_solve_options`; freezing a network and composing a report tell nothing yet. It is called on the
 * thread that made the call, and on several threads at once where these make calls with the same `user_data`. It may
 * not unwind (no C++ exception), and may not use handles that the call has exclusively.
 */
typedef int32_t (*txm_progress)(void *user_data, uint64_t done, uint64_t total);

/* ================================================================================================================== */
/* Stakeholder groups, touchpoints and outcomes                                                                       */
/* ================================================================================================================== */

/** Customers: people who buy or are served. */
#define TXM_ROLE_CUSTOMER 0

/** Employees: people who work for the organisation. Small groups of them are not shown. */
#define TXM_ROLE_EMPLOYEE 1

/** Users of a product or a system who are not its customers. */
#define TXM_ROLE_USER 2

/** Partners of the organisation: suppliers, carriers, dealers. */
#define TXM_ROLE_PARTNER 3

/** Any other role, named by `role_name` and protected like employees. */
#define TXM_ROLE_OTHER 4

/** More of the outcome is better. */
#define TXM_DIRECTION_HIGHER_IS_BETTER 0

/** Less of the outcome is better. */
#define TXM_DIRECTION_LOWER_IS_BETTER 1

/** Stakeholder group: people whose experience counts. Begin with `TXM_STAKEHOLDER_INIT`. */
typedef struct txm_stakeholder {
    /** Size of this struct, as `TXM_STAKEHOLDER_INIT` sets it. */
    uint32_t struct_size;
    /** One of `TXM_ROLE_...`; `TXM_ROLE_OTHER` unless set. */
    int32_t role;
    /** Weight of the group beside the others, at least 0; 1 unless set. */
    double weight;
    /** How many people the group has, which narrows intervals; `TXM_NONE_U64`, the default, when not known. */
    uint64_t population;
    /**
     * Fewest respondents whose result may be shown, 1..128; `TXM_NONE`, the default, for the role's own: 5 for
     * employees and other roles, 1 (every result) for customers, users and partners.
     */
    uint32_t min_group;
    /** Must be 0. */
    uint32_t reserved;
    /** Unique external key, without `/`; needed. */
    const char *key;
    /** Bytes of `key`; `TXM_NTS` unless set. */
    size_t key_len;
    /** Name for reports; NULL, the default, for the key. */
    const char *name;
    /** Bytes of `name`; `TXM_NTS` unless set. */
    size_t name_len;
    /** The role in words; needed for `TXM_ROLE_OTHER` and ignored for the others. */
    const char *role_name;
    /** Bytes of `role_name`; `TXM_NTS` unless set. */
    size_t role_name_len;
} txm_stakeholder;

#define TXM_STAKEHOLDER_INIT {sizeof(txm_stakeholder), TXM_ROLE_OTHER, 1.0, TXM_NONE_U64, TXM_NONE, 0, NULL, TXM_NTS, \
    NULL, TXM_NTS, NULL, TXM_NTS}

/**
 * Touchpoint: a point of contact on one or more journeys. Begin with `TXM_TOUCHPOINT_INIT`.
 *
 * Channels, systems and journeys come with `txm_map_from_json`.
 */
typedef struct txm_touchpoint {
    /** Size of this struct, as `TXM_TOUCHPOINT_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Weight beside other touchpoints, at least 0; 1 unless set. */
    double weight;
    /** Promised time in seconds; NaN, the default, when nothing was promised. */
    double service_level_seconds;
    /** Share of cases that must keep the promised time, in (0, 1]; 1 unless set. */
    double service_level_share;
    /** Unique external key; needed. */
    const char *key;
    /** Bytes of `key`; `TXM_NTS` unless set. */
    size_t key_len;
    /** Name for reports; NULL, the default, for the key. */
    const char *name;
    /** Bytes of `name`; `TXM_NTS` unless set. */
    size_t name_len;
    /** The team that owns it; NULL, the default, when not known. */
    const char *owner;
    /** Bytes of `owner`; `TXM_NTS` unless set. */
    size_t owner_len;
    /** Life-cycle stage such as `onboarding`; NULL, the default, for none. */
    const char *stage;
    /** Bytes of `stage`; `TXM_NTS` unless set. */
    size_t stage_len;
} txm_touchpoint;

#define TXM_TOUCHPOINT_INIT {sizeof(txm_touchpoint), 0, 1.0, NAN, 1.0, NULL, TXM_NTS, NULL, TXM_NTS, NULL, TXM_NTS, \
    NULL, TXM_NTS}

/**
 * Outcome: a business quantity that facets drive, such as retention, turnover or revenue. Begin with
 * `TXM_OUTCOME_INIT`.
 */
typedef struct txm_outcome {
    /** Size of this struct, as `TXM_OUTCOME_INIT` sets it. */
    uint32_t struct_size;
    /** One of `TXM_DIRECTION_...`; `TXM_DIRECTION_HIGHER_IS_BETTER` unless set. */
    int32_t direction;
    /** Where the quantity should be, in its unit; NaN, the default, for nowhere. */
    double target;
    /** Where the quantity must not pass, in its unit; NaN, the default, for nowhere. */
    double threshold;
    /** Unique external key, without `/`; needed. */
    const char *key;
    /** Bytes of `key`; `TXM_NTS` unless set. */
    size_t key_len;
    /** Name for reports; NULL, the default, for the key. */
    const char *name;
    /** Bytes of `name`; `TXM_NTS` unless set. */
    size_t name_len;
    /** What one unit is, such as `percentage points`; needed, since weights into the outcome are in it. */
    const char *unit;
    /** Bytes of `unit`; `TXM_NTS` unless set. */
    size_t unit_len;
} txm_outcome;

#define TXM_OUTCOME_INIT {sizeof(txm_outcome), TXM_DIRECTION_HIGHER_IS_BETTER, NAN, NAN, NULL, TXM_NTS, NULL, TXM_NTS, \
    NULL, TXM_NTS}

/* ================================================================================================================== */
/* Influences                                                                                                         */
/* ================================================================================================================== */

/**
 * Input columns for influences, directed weighted links, one a row. Begin with `TXM_INFLUENCES_INIT`.
 *
 * The columns stay the caller's and are read only during the call they are passed to.
 */
typedef struct txm_influences {
    /** Size of this struct, as `TXM_INFLUENCES_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Rows of every column. */
    size_t len;
    /** Sources: node identifiers, see `txm_map_find`. */
    const uint32_t *from;
    /** Targets: node identifiers. */
    const uint32_t *to;
    /** Units of the target per unit of the source, signed; points per point between facets. */
    const double *weight;
    /** Standard errors of the weights, in the same units, at least 0; NULL, the default, when not known. */
    const double *standard_error;
    /** Periods until the effect shows; NULL, the default, for 0. */
    const uint32_t *lag;
    /**
     * How all the rows are known, as JSON: what stands under `evidence` in the JSON of a map, such as
     * `{"kind": "estimated", "design": "panel", "n_units": 120}`; NULL, the default, for assumed. Networks ignore it.
     */
    const char *evidence;
    /** Bytes of `evidence`; `TXM_NTS` unless set. */
    size_t evidence_len;
} txm_influences;

#define TXM_INFLUENCES_INIT {sizeof(txm_influences), 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, TXM_NTS}

/* ================================================================================================================== */
/* Maps                                                                                                               */
/* ================================================================================================================== */

/** A stakeholder group, by its key. */
#define TXM_KIND_STAKEHOLDER 0

/** A touchpoint, by its key. */
#define TXM_KIND_TOUCHPOINT 1

/** A facet, by `touchpoint/dimension/stakeholder` such as `teller_app/ux/tellers`; dimensions are cx, ex, ux, mx. */
#define TXM_KIND_FACET 2

/** An outcome, by its key. */
#define TXM_KIND_OUTCOME 3

/**
 * An end of an influence: a facet or an outcome, by the key of either. The identifier of a facet as a node is its
 * own; that of an outcome has `TXM_NODE_OUTCOME` set besides.
 */
#define TXM_KIND_NODE 4

/** An influence; it has no key. */
#define TXM_KIND_INFLUENCE 5

/** Customer experience, CX. */
#define TXM_DIMENSION_CUSTOMER 0

/** Employee experience, EX. */
#define TXM_DIMENSION_EMPLOYEE 1

/** User experience, UX. */
#define TXM_DIMENSION_USER 2

/** Multi-experience, MX: the same task over several channels, devices and modalities. */
#define TXM_DIMENSION_MULTI 3

/**
 * Experience map: stakeholder groups, touchpoints, facets (what is measured), outcomes, and the influences between
 * them.
 *
 * Identifiers count from 0 for each kind and are never reused; every thing has a unique external key besides.
 */
typedef struct txm_map txm_map;

/**
 * Makes an empty map.
 *
 * Threads: any.
 *
 * @param name,name_len what the map is of; NULL with length 0 for no name. Copied.
 * @param out receives the map, which the caller frees with `txm_map_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_NULL_POINTER`, `TXM_STATUS_NOT_UTF8`.
 * @since 0.1
 */
TXM_API txm_status txm_map_new(const char *name, size_t name_len, txm_map **out, txm_error *error);

/**
 * Reads a map from JSON, schema 1.
 *
 * Threads: any.
 *
 * @param json,len the text. Copied.
 * @param out receives the map, which the caller frees with `txm_map_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_JSON`, `TXM_STATUS_UNKNOWN_VERSION` for another schema,
 *   `TXM_STATUS_INVALID_MAP` with the faults of the map, `TXM_STATUS_LIMIT`.
 * @since 0.1
 */
TXM_API txm_status txm_map_from_json(const char *json, size_t len, txm_map **out, txm_error *error);

/**
 * Writes a map as JSON that `txm_map_from_json` reads.
 *
 * Threads: `map` may be shared.
 *
 * @param map the map.
 * @param buffer,capacity where the text goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
 * @param out_len receives the bytes of the text and its NUL, also when the buffer is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
 * @since 0.1
 */
TXM_API txm_status txm_map_to_json(const txm_map *map,
                                   char *buffer,
                                   size_t capacity,
                                   size_t *out_len,
                                   txm_error *error);

/**
 * Frees a map; NULL is fine. Networks, tallies and cascades made from it live on.
 *
 * Threads: `map` exclusive.
 *
 * @param map the map.
 * @since 0.1
 */
TXM_API void txm_map_free(txm_map *map);

/**
 * Finds the identifier behind a key.
 *
 * Threads: `map` may be shared.
 *
 * @param map the map.
 * @param kind one of `TXM_KIND_...` but `TXM_KIND_INFLUENCE`.
 * @param key,key_len the key, as the kind writes it.
 * @param out_id receives the identifier; untouched on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND`, `TXM_STATUS_BAD_ENUM`, `TXM_STATUS_NOT_UTF8`.
 * @since 0.1
 */
TXM_API txm_status txm_map_find(const txm_map *map,
                                int32_t kind,
                                const char *key,
                                size_t key_len,
                                uint32_t *out_id,
                                txm_error *error);

/**
 * Counts the things of a kind.
 *
 * Threads: `map` may be shared.
 *
 * @param map the map.
 * @param kind one of `TXM_KIND_...`.
 * @param out_count receives how many there are; untouched on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_ENUM`.
 * @since 0.1
 */
TXM_API txm_status txm_map_count(const txm_map *map, int32_t kind, uint64_t *out_count, txm_error *error);

/**
 * Copies the key behind an identifier.
 *
 * Threads: `map` may be shared.
 *
 * @param map the map.
 * @param kind one of `TXM_KIND_...` but `TXM_KIND_INFLUENCE`.
 * @param id the identifier.
 * @param buffer,capacity where the key goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
 * @param out_len receives the bytes of the key and its NUL, also when the buffer is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND`, `TXM_STATUS_BAD_ENUM`, `TXM_STATUS_BUFFER_TOO_SMALL`.
 * @since 0.1
 */
TXM_API txm_status txm_map_copy_key(const txm_map *map,
                                    int32_t kind,
                                    uint32_t id,
                                    char *buffer,
                                    size_t capacity,
                                    size_t *out_len,
                                    txm_error *error);

/**
 * Adds a stakeholder group.
 *
 * Threads: `map` exclusive.
 *
 * @param map the map; as before on error.
 * @param spec the group; copied.
 * @param out_id receives its identifier. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_INVALID_MAP`, `TXM_STATUS_BAD_ENUM`, `TXM_STATUS_BAD_STRUCT`,
 *   `TXM_STATUS_NULL_POINTER` also for a missing key, `TXM_STATUS_NOT_UTF8`.
 * @since 0.1
 */
TXM_API txm_status txm_map_add_stakeholder(txm_map *map,
                                           const txm_stakeholder *spec,
                                           uint32_t *out_id,
                                           txm_error *error);

/**
 * Adds a touchpoint.
 *
 * Threads: `map` exclusive.
 *
 * @param map the map; as before on error.
 * @param spec the touchpoint; copied.
 * @param out_id receives its identifier. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_INVALID_MAP`, `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_NULL_POINTER` also for a
 *   missing key, `TXM_STATUS_NOT_UTF8`.
 * @since 0.1
 */
TXM_API txm_status txm_map_add_touchpoint(txm_map *map,
                                          const txm_touchpoint *spec,
                                          uint32_t *out_id,
                                          txm_error *error);

/**
 * Adds an outcome.
 *
 * Threads: `map` exclusive.
 *
 * @param map the map; as before on error.
 * @param spec the outcome; copied.
 * @param out_id receives its identifier as a node, with `TXM_NODE_OUTCOME` set, as influences name it. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_INVALID_MAP` also without a unit, `TXM_STATUS_BAD_ENUM`,
 *   `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_NULL_POINTER` also for a missing key or unit, `TXM_STATUS_NOT_UTF8`.
 * @since 0.1
 */
TXM_API txm_status txm_map_add_outcome(txm_map *map,
                                       const txm_outcome *spec,
                                       uint32_t *out_id,
                                       txm_error *error);

/**
 * Adds facets, one a row: all of them, or on any error none.
 *
 * Threads: `map` exclusive.
 *
 * @param map the map; as before on error.
 * @param touchpoint,dimension,stakeholder columns of touchpoint identifiers, `TXM_DIMENSION_...` and stakeholder
 *   identifiers; NULL only with `len` 0.
 * @param len rows of each column.
 * @param out_first receives the identifier of the first facet, the others follow it one by one; left alone with `len`
 *   0. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_INVALID_MAP` naming every unknown identifier and duplicate,
 *   `TXM_STATUS_BAD_ENUM`.
 * @since 0.1
 */
TXM_API txm_status txm_map_add_facets(txm_map *map,
                                      const uint32_t *touchpoint,
                                      const int32_t *dimension,
                                      const uint32_t *stakeholder,
                                      size_t len,
                                      uint32_t *out_first,
                                      txm_error *error);

/**
 * Adds influences, one a row: all of them, or on any error none.
 *
 * Threads: `map` exclusive.
 *
 * @param map the map; as before on error.
 * @param columns the influences; copied. Standard errors must be known for all rows or for none.
 * @param out_first receives the identifier of the first influence, the others follow it one by one; with no rows the
 *   identifier that the next influence will get. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_INVALID_MAP` naming every unknown node, influence of a node on itself
 *   without lag, number that is not finite, negative standard error and duplicate; `TXM_STATUS_BAD_JSON` for the
 *   evidence; `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_map_add_influences(txm_map *map,
                                          const txm_influences *columns,
                                          uint32_t *out_first,
                                          txm_error *error);

/* ================================================================================================================== */
/* Responses                                                                                                          */
/* ================================================================================================================== */

/**
 * Input columns for responses, one answer a row. Begin with `TXM_RESPONSES_INIT`.
 *
 * The columns stay the caller's and are read only during the call they are passed to.
 */
typedef struct txm_responses {
    /** Size of this struct, as `TXM_RESPONSES_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Rows of every column. */
    size_t len;
    /** What was measured: facet identifiers that `txm_tally_declare` has given an instrument. */
    const uint32_t *facet;
    /** The answers, each on the scale of its facet's instrument; an answer off its scale is an error. */
    const double *value;
    /**
     * Not 0 where there is no answer and `value` is not read; NULL, the default, when all are there. Missing is not
     * zero, and NaN is no way to say it.
     */
    const uint8_t *missing;
    /** Survey weights, 0 or 1e-60..1e60; NULL, the default, for 1. */
    const double *weight;
    /**
     * Who answered: the caller's own numbers for people, or hashes of its keys. NULL, the default, when not known,
     * and then nothing tells how many people stand behind the answers.
     */
    const uint64_t *respondent;
    /**
     * In which week, quarter or wave, by any numbering; NULL, the default, for 0. Of one respondent, facet and period
     * the latest answer of a call counts, the others are counted as superseded.
     */
    const int32_t *period;
    /**
     * When, in any unit: decides which of two answers is the later one; NULL, the default, for the order of the rows.
     */
    const int64_t *time;
} txm_responses;

#define TXM_RESPONSES_INIT {sizeof(txm_responses), 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL}

/* ================================================================================================================== */
/* Tallies of responses                                                                                               */
/* ================================================================================================================== */

/**
 * Mergeable tally of responses, facet by facet, for distributed engines.
 *
 * Split the responses by respondent in any way, tally the parts in any order on any machine, and merge: the result has
 * the same bits. To tell people apart it keeps up to 128 respondent numbers a facet, mixed but not secret: treat the
 * bytes of a tally of staff as what they come from.
 */
typedef struct txm_tally txm_tally;

/**
 * Output columns for counts of responses, one facet a row. Begin with `TXM_TALLY_COUNT_COLUMNS_INIT`.
 *
 * Every column is the caller's and may be NULL, the default, when it is not wanted.
 */
typedef struct txm_tally_count_columns {
    /** Size of this struct, as `TXM_TALLY_COUNT_COLUMNS_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Rows that each column has room for; 0 to ask for the number. */
    size_t capacity;
    /** Receives facet identifiers. */
    uint32_t *facet;
    /** Receives responses that count: with a value, of positive weight, not superseded. */
    uint64_t *answers;
    /** Receives responses without a value. */
    uint64_t *missing;
    /** Receives responses replaced by a later one of the same respondent, facet and period. */
    uint64_t *superseded;
    /** Receives responses of weight 0. */
    uint64_t *excluded;
} txm_tally_count_columns;

#define TXM_TALLY_COUNT_COLUMNS_INIT {sizeof(txm_tally_count_columns), 0, 0, NULL, NULL, NULL, NULL, NULL}

/**
 * Makes a tally of nothing.
 *
 * Threads: any.
 *
 * @param out receives the tally, which the caller frees with `txm_tally_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_NULL_POINTER`.
 * @since 0.1
 */
TXM_API txm_status txm_tally_new(txm_tally **out, txm_error *error);

/**
 * Frees a tally; NULL is fine.
 *
 * Threads: `tally` exclusive.
 *
 * @param tally the tally.
 * @since 0.1
 */
TXM_API void txm_tally_free(txm_tally *tally);

/**
 * Says which instrument measures facets: all of them, or on any error none. Saying so again changes nothing.
 *
 * Threads: `tally` exclusive.
 *
 * @param tally the tally; as before on error.
 * @param facet,len facet identifiers of a map; NULL only with `len` 0.
 * @param instrument,instrument_len its name: `nps`, `nps:1-10`, `nps:5-point`, `enps`, `csat`,
 *   `csat:formbricks:POINTS`, `csat:glint:POINTS`, `csat:MIN-MAX:CUT`, `ces2`, `ces2:share`, `sus`, `umux_lite`,
 *   `points`, or `rating:MIN-MAX[:step=STEP][:lower]`.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_INSTRUMENT`, `TXM_STATUS_INSTRUMENT_MISMATCH` when a facet already has
 *   another one.
 * @since 0.1
 */
TXM_API txm_status txm_tally_declare(txm_tally *tally,
                                     const uint32_t *facet,
                                     size_t len,
                                     const char *instrument,
                                     size_t instrument_len,
                                     txm_error *error);

/**
 * Adds responses, one a row: all of them, or on any error none.
 *
 * Threads: `tally` exclusive.
 *
 * @param tally the tally; as before on error.
 * @param columns the responses; read during the call only.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or naming the first row that is wrong: `TXM_STATUS_UNDECLARED`, `TXM_STATUS_BAD_VALUE`; and
 *   `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_LIMIT` beyond 2^53 responses of a facet.
 * @since 0.1
 */
TXM_API txm_status txm_tally_add_columns(txm_tally *tally, const txm_responses *columns, txm_error *error);

/**
 * Adds everything another tally holds; facets that only the other one knows are declared.
 *
 * Threads: `into` exclusive, `from` may be shared.
 *
 * @param into the tally that grows; as before on error.
 * @param from the other one, unchanged.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_SAME_HANDLE`, `TXM_STATUS_INSTRUMENT_MISMATCH`, `TXM_STATUS_LIMIT` beyond
 *   2^53 responses of a facet.
 * @since 0.1
 */
TXM_API txm_status txm_tally_merge(txm_tally *into, const txm_tally *from, txm_error *error);

/**
 * Copies a tally as bytes, to be stored or sent. Equal tallies give equal bytes on every machine.
 *
 * Threads: `tally` may be shared.
 *
 * @param tally the tally.
 * @param buffer,capacity where the bytes go; NULL with capacity 0 to ask for the size.
 * @param out_len receives the number of bytes, also when the buffer is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
 * @since 0.1
 */
TXM_API txm_status txm_tally_to_bytes(const txm_tally *tally,
                                      uint8_t *buffer,
                                      size_t capacity,
                                      size_t *out_len,
                                      txm_error *error);

/**
 * Reads a tally from its bytes.
 *
 * Threads: any.
 *
 * @param bytes,len what `txm_tally_to_bytes` gave, from this or another machine; untrusted input is fine.
 *   Copied.
 * @param out receives the tally, which the caller frees with `txm_tally_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_BYTES`, `TXM_STATUS_UNKNOWN_VERSION`.
 * @since 0.1
 */
TXM_API txm_status txm_tally_from_bytes(const uint8_t *bytes, size_t len, txm_tally **out, txm_error *error);

/**
 * Copies how many responses each declared facet has, one facet a row, ascending.
 *
 * Threads: `tally` may be shared.
 *
 * @param tally the tally.
 * @param columns the columns to fill and their capacity.
 * @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_tally_copy_counts(const txm_tally *tally,
                                         const txm_tally_count_columns *columns,
                                         size_t *out_len,
                                         txm_error *error);

/* ================================================================================================================== */
/* Scorecards                                                                                                         */
/* ================================================================================================================== */

/** Weighted geometric mean of the dimensions: a strong one does not make up for a weak one. */
#define TXM_INDEX_GEOMETRIC 0

/** Weighted arithmetic mean. */
#define TXM_INDEX_ARITHMETIC 1

/** Weighted harmonic mean. */
#define TXM_INDEX_HARMONIC 2

/** The weakest dimension. */
#define TXM_INDEX_MINIMUM 3

/** Weighted mean less a penalty for imbalance. */
#define TXM_INDEX_PENALTY 4

/** Published: there is a score. */
#define TXM_RESULT_PUBLISHED 0

/** Suppressed: fewer people answered than the group's minimum: neither an estimate nor any count is given. */
#define TXM_RESULT_SUPPRESSED 1

/** No answers. */
#define TXM_RESULT_NO_ANSWERS 2

/** Net promoter points, -100..100: not a percentage, and never the subject of a ratio. */
#define TXM_UNIT_NET_PROMOTER 0

/** A share, 0..1. */
#define TXM_UNIT_SHARE 1

/** The units of the instrument's scale. */
#define TXM_UNIT_SCALE 2

/** Adjusted Wald limits of a net promoter score. */
#define TXM_METHOD_ADJUSTED_WALD 0

/** Wilson's limits of a share. */
#define TXM_METHOD_WILSON 1

/** Score-type limits of a mean on a bounded scale. */
#define TXM_METHOD_BOUNDED_MEAN 2

/** Everyone answered: the limits are the estimate. */
#define TXM_METHOD_CENSUS 3

/** A mean of one effective answer, or of answers that are all one value: an estimate without limits. */
#define TXM_METHOD_NO_INTERVAL 4

/** Exactly so many people answered. */
#define TXM_PEOPLE_EXACTLY 0

/** At least so many people answered. */
#define TXM_PEOPLE_AT_LEAST 1

/** Some answers name no respondent: at most so many people answered. */
#define TXM_PEOPLE_UNVERIFIED 2

/** The index has limits. */
#define TXM_INTERVAL_KNOWN 0

/** No limits: no dimension has points. */
#define TXM_INTERVAL_NO_DIMENSION 1

/** No limits: a dimension has no standard error. */
#define TXM_INTERVAL_NO_STANDARD_ERROR 2

/** Scores joined by dimension; rows are named by `TXM_DIMENSION_...`. */
#define TXM_JOIN_DIMENSION 0

/** Scores joined by stakeholder group; rows are named by the identifiers of the groups. */
#define TXM_JOIN_STAKEHOLDER 1

/**
 * Scorecard: scores by facet, dimension and stakeholder group, and the composite TX index. It never changes.
 *
 * A facet is withheld while fewer people answered than its group's minimum, however often each did. What is joined is
 * joined from published facets alone, so nothing withheld can be had by subtraction.
 */
typedef struct txm_scorecard txm_scorecard;

/** Options of a scorecard. Begin with `TXM_SCORECARD_OPTIONS_INIT`. */
typedef struct txm_scorecard_options {
    /** Size of this struct, as `TXM_SCORECARD_OPTIONS_INIT` sets it. */
    uint32_t struct_size;
    /** The kind of the TX index, one of `TXM_INDEX_...`; `TXM_INDEX_GEOMETRIC` unless set. */
    int32_t index;
    /** Two-sided confidence level of all limits, between 0 and 1; 0.95 unless set. */
    double level;
    /**
     * Weights of the dimensions in the index, 0 or more, at the places that `TXM_DIMENSION_...` number; 1 unless set.
     */
    double weights[4];
} txm_scorecard_options;

#define TXM_SCORECARD_OPTIONS_INIT {sizeof(txm_scorecard_options), TXM_INDEX_GEOMETRIC, 0.95, {1.0, 1.0, 1.0, 1.0}}

/**
 * Output columns for the scores of facets, one facet a row. Begin with `TXM_SCORE_COLUMNS_INIT`.
 *
 * Every column is the caller's and may be NULL, the default, when it is not wanted. What a row does not
 * have is NaN, `TXM_NONE_U64` or `TXM_NONE_I32`: what is withheld or not known is not zero.
 */
typedef struct txm_score_columns {
    /** Size of this struct, as `TXM_SCORE_COLUMNS_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Rows that each column has room for; 0 to ask for the number. */
    size_t capacity;
    /** Receives facet identifiers. */
    uint32_t *facet;
    /** Receives whether there is a score: `TXM_RESULT_...`. */
    int32_t *result;
    /** Receives the number of answers; 0 where nobody answered. */
    uint64_t *n;
    /** Receives the effective number of answers: less than `n` when weights differ. */
    double *n_effective;
    /** Receives the estimates, each in the row's `unit`. */
    double *estimate;
    /** Receives the lower limits, NaN where there are none. */
    double *low;
    /** Receives the upper limits, NaN where there are none. */
    double *high;
    /** Receives the standard errors of the estimates, NaN where there are none. */
    double *standard_error;
    /** Receives what the estimates are measured in: `TXM_UNIT_...`. */
    int32_t *unit;
    /** Receives how the limits were found: `TXM_METHOD_...`. */
    int32_t *method;
    /** Receives the scores in points on 0..100, 100 the good end: the unit in which facets are moved and influenced. */
    double *points;
    /** Receives the lower limits of the points. */
    double *points_low;
    /** Receives the upper limits of the points. */
    double *points_high;
    /** Receives responses without a value. */
    uint64_t *missing;
    /** Receives responses replaced by a later one of the same respondent and period. */
    uint64_t *superseded;
    /** Receives responses of weight 0. */
    uint64_t *excluded;
    /** Receives how many people answered, as far as `people_known` says. */
    uint64_t *people;
    /** Receives what `people` is: `TXM_PEOPLE_...`. */
    int32_t *people_known;
} txm_score_columns;

#define TXM_SCORE_COLUMNS_INIT {sizeof(txm_score_columns), 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, \
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL}

/** Composite TX index. Begin with `TXM_INDEX_INIT`. */
typedef struct txm_index {
    /** Size of this struct, as `TXM_INDEX_INIT` sets it. */
    uint32_t struct_size;
    /** Whether there are limits, and why not: `TXM_INTERVAL_...`. */
    int32_t interval;
    /** The index on 0..100; NaN when no dimension with a weight has points. */
    double points;
    /** Lower limit; NaN when there is none. */
    double low;
    /** Upper limit; NaN when there is none. */
    double high;
    /** Standard error; NaN when there is none. */
    double standard_error;
    /** Share of what the index should rest on that it does rest on, 0..1. */
    double coverage;
    /** Dimensions with a weight but without points: bit 1 << `TXM_DIMENSION_...` of each. */
    uint32_t missing;
    /** Always 0. */
    uint32_t reserved;
} txm_index;

#define TXM_INDEX_INIT {sizeof(txm_index), TXM_INTERVAL_NO_DIMENSION, NAN, NAN, NAN, NAN, NAN, 0, 0}

/**
 * Output columns for joint scores, one dimension or stakeholder group a row. Begin with
 * `TXM_JOINT_SCORE_COLUMNS_INIT`.
 *
 * Every column is the caller's and may be NULL, the default, when it is not wanted.
 */
typedef struct txm_joint_score_columns {
    /** Size of this struct, as `TXM_JOINT_SCORE_COLUMNS_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Rows that each column has room for; 0 to ask for the number. */
    size_t capacity;
    /** Receives what each row is of: `TXM_DIMENSION_...`, or the identifier of a group. */
    uint32_t *id;
    /** Receives the points, 0..100; NaN when no facet is published. */
    double *points;
    /** Receives the lower limits of the points; NaN where there are none. */
    double *low;
    /** Receives the upper limits of the points; NaN where there are none. */
    double *high;
    /** Receives the standard errors of the points; NaN where there are none. */
    double *standard_error;
    /** Receives the answers behind the published facets. */
    uint64_t *n;
    /** Receives the share of the facets' weight that is published, 0..1. */
    double *coverage;
} txm_joint_score_columns;

#define TXM_JOINT_SCORE_COLUMNS_INIT {sizeof(txm_joint_score_columns), 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL}

/**
 * Scores every facet of a map from a tally.
 *
 * Threads: `map` and `tally` may be shared.
 *
 * @param map,tally where the scores come from; not needed afterwards.
 * @param options how it is made; NULL for the defaults.
 * @param out receives the scorecard, which the caller frees with `txm_scorecard_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_MISMATCH` when the tally measures what the map does not have,
 *   `TXM_STATUS_BAD_POPULATION` when more people answered than the group has, `TXM_STATUS_BAD_OPTION`,
 *   `TXM_STATUS_BAD_ENUM`, `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_scorecard_new(const txm_map *map,
                                     const txm_tally *tally,
                                     const txm_scorecard_options *options,
                                     txm_scorecard **out,
                                     txm_error *error);

/**
 * Frees a scorecard; NULL is fine.
 *
 * Threads: `scorecard` exclusive.
 *
 * @param scorecard the scorecard.
 * @since 0.1
 */
TXM_API void txm_scorecard_free(txm_scorecard *scorecard);

/**
 * Copies the scores of all facets of the map, one facet a row, in the map's order.
 *
 * Threads: `scorecard` may be shared.
 *
 * @param scorecard the scorecard.
 * @param columns the columns to fill and their capacity.
 * @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_scorecard_copy_scores(const txm_scorecard *scorecard,
                                             const txm_score_columns *columns,
                                             size_t *out_len,
                                             txm_error *error);

/**
 * Tells the composite TX index.
 *
 * Threads: `scorecard` may be shared.
 *
 * @param scorecard the scorecard.
 * @param out the struct to fill; as before on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_scorecard_index(const txm_scorecard *scorecard, txm_index *out, txm_error *error);

/**
 * Copies what several facets say together, one dimension or stakeholder group a row: the mean of their points on
 * 0..100, weighted by stakeholder and touchpoint weight, not by answers.
 *
 * Threads: `scorecard` may be shared.
 *
 * @param scorecard the scorecard.
 * @param join one of `TXM_JOIN_...`; only what the map has facets of has a row.
 * @param columns the columns to fill and their capacity.
 * @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_ENUM`, `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_scorecard_copy_joint_scores(const txm_scorecard *scorecard,
                                                   int32_t join,
                                                   const txm_joint_score_columns *columns,
                                                   size_t *out_len,
                                                   txm_error *error);

/* ================================================================================================================== */
/* Networks                                                                                                           */
/* ================================================================================================================== */

/**
 * Network: the influences of a map, or plain edges, frozen for computing and certified to be stable. It never changes.
 */
typedef struct txm_network txm_network;

/** Stability certificate of a network: bounds on its spectral radius, and its size. Begin with `TXM_STABILITY_INIT`. */
typedef struct txm_stability {
    /** Size of this struct, as `TXM_STABILITY_INIT` sets it. */
    uint32_t struct_size;
    /** 1 when `radius` is the spectral radius itself (to rounding), 0 when it is only an upper bound or an estimate. */
    int32_t exact;
    /** 1 when a shock can come back to where it started. */
    int32_t cyclic;
    /** 1 when the radius is so near to 1 (above .8) that small errors in the weights move a cascade a lot. */
    int32_t fragile;
    /** Spectral radius, always below 1. */
    double radius;
    /** How many nodes the network has. */
    uint64_t node_count;
    /** How many edges it has. */
    uint64_t edge_count;
    /** How many nodes its largest strongly connected component has. */
    uint64_t largest_component;
    /**
     * 1 when the radius is proved to be below 1, which it is for every network made from C so far; 0 would say that an
     * estimate was let pass.
     */
    int32_t certified;
    /** Always 0. */
    uint32_t reserved;
} txm_stability;

#define TXM_STABILITY_INIT {sizeof(txm_stability), 0, 0, 0, NAN, 0, 0, 0, 0, 0}

/**
 * Freezes the influences of a map.
 *
 * Threads: `map` may be shared.
 *
 * @param map the map; not needed afterwards, and later changes to it do not reach the network.
 * @param out receives the network, which the caller frees with `txm_network_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_UNSTABLE` naming the loop, `TXM_STATUS_UNDECIDED`, `TXM_STATUS_BAD_NETWORK`
 *   for a map without facets and outcomes, `TXM_STATUS_LIMIT`.
 * @since 0.1
 */
TXM_API txm_status txm_network_new(const txm_map *map, txm_network **out, txm_error *error);

/**
 * Freezes edges between nodes that are numbered from 0. Parallel edges add up.
 *
 * Threads: any.
 *
 * @param node_count how many nodes there are.
 * @param edges the edges, `from` and `to` being numbers below `node_count`, a standard error NaN where it is not
 *   known; copied.
 * @param out receives the network, which the caller frees with `txm_network_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_NETWORK` naming the edge, `TXM_STATUS_UNSTABLE` naming the loop,
 *   `TXM_STATUS_UNDECIDED`, `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_LIMIT`.
 * @since 0.1
 */
TXM_API txm_status txm_network_from_columns(uint32_t node_count,
                                            const txm_influences *edges,
                                            txm_network **out,
                                            txm_error *error);

/**
 * Frees a network; NULL is fine. Cascades that ran in it live on.
 *
 * Threads: `network` exclusive.
 *
 * @param network the network.
 * @since 0.1
 */
TXM_API void txm_network_free(txm_network *network);

/**
 * Tells how large a network is and why cascades in it settle.
 *
 * Threads: `network` may be shared.
 *
 * @param network the network.
 * @param out the struct to fill; as before on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_network_stability(const txm_network *network,
                                         txm_stability *out,
                                         txm_error *error);

/* ================================================================================================================== */
/* Cascades                                                                                                           */
/* ================================================================================================================== */

/** Cascade: the impact of a lasting shock on every node of a network. It keeps its network alive, and never changes. */
typedef struct txm_cascade txm_cascade;

/** Options of a solve. Begin with `TXM_SOLVE_OPTIONS_INIT`. */
typedef struct txm_solve_options {
    /** Size of this struct, as `TXM_SOLVE_OPTIONS_INIT` sets it. */
    uint32_t struct_size;
    /** Most sweeps over a component that is too large to be solved by elimination; 10,000 unless set. */
    uint32_t max_iterations;
    /** Largest residual of such a component relative to what enters it, above 0 and below 1; 1e-12 unless set. */
    double tolerance;
    /**
     * Told how far a solve is; NULL, the default, for nobody. The cascade keeps it for everything that it is asked
     * later.
     */
    txm_progress progress;
    /** What `progress` is handed, NULL unless set. It must live until the cascade is freed. */
    void *user_data;
} txm_solve_options;

#define TXM_SOLVE_OPTIONS_INIT {sizeof(txm_solve_options), 10000, 1e-12, NULL, NULL}

/**
 * Output columns for the impact of a shock, one node a row. Begin with `TXM_IMPACT_COLUMNS_INIT`.
 *
 * Every column is the caller's and may be NULL, the default, when it is not wanted. All but `node` are in the unit of
 * the row's node; total = shock + direct + indirect.
 */
typedef struct txm_impact_columns {
    /** Size of this struct, as `TXM_IMPACT_COLUMNS_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Rows that each column has room for; 0 to ask for the number. */
    size_t capacity;
    /** Receives node identifiers. */
    uint32_t *node;
    /** Receives the shock itself. */
    double *shock;
    /** Receives what arrives over one influence. */
    double *direct;
    /** Receives what arrives over two or more. */
    double *indirect;
    /** Receives everything. */
    double *total;
    /**
     * Receives the standard error of the total; NaN where an influence that matters has none. The first call that asks
     * for it costs a solve for each node that the shock reaches.
     */
    double *standard_error;
} txm_impact_columns;

#define TXM_IMPACT_COLUMNS_INIT {sizeof(txm_impact_columns), 0, 0, NULL, NULL, NULL, NULL, NULL, NULL}

/**
 * Runs a lasting shock through a network, until all of it has worked through.
 *
 * Threads: `network` may be shared.
 *
 * @param network the network; not needed afterwards.
 * @param node,shock columns of node identifiers and how far each is moved, in its own unit (points for facets); NULL
 *   only with `len` 0. For a network of a map the identifiers are the map's, else numbers from 0.
 * @param len rows of both columns.
 * @param options how closely it is solved; NULL for the defaults.
 * @param out receives the cascade, which the caller frees with `txm_cascade_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND`, `TXM_STATUS_DUPLICATE`, `TXM_STATUS_BAD_VALUE`,
 *   `TXM_STATUS_BAD_OPTION`, `TXM_STATUS_NOT_CONVERGED`, `TXM_STATUS_OVERFLOW`, `TXM_STATUS_CANCELLED`,
 *   `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_cascade_run(const txm_network *network,
                                   const uint32_t *node,
                                   const double *shock,
                                   size_t len,
                                   const txm_solve_options *options,
                                   txm_cascade **out,
                                   txm_error *error);

/**
 * Frees a cascade; NULL is fine.
 *
 * Threads: `cascade` exclusive.
 *
 * @param cascade the cascade.
 * @since 0.1
 */
TXM_API void txm_cascade_free(txm_cascade *cascade);

/**
 * Copies the impact of the shock on every node, one node a row.
 *
 * Threads: `cascade` may be shared.
 *
 * @param cascade the cascade.
 * @param columns the columns to fill and their capacity.
 * @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`, and for standard errors as
 *   `txm_cascade_run`.
 * @since 0.1
 */
TXM_API txm_status txm_cascade_copy_impact(const txm_cascade *cascade,
                                           const txm_impact_columns *columns,
                                           size_t *out_len,
                                           txm_error *error);

/* ================================================================================================================== */
/* Objectives of cascades                                                                                             */
/* ================================================================================================================== */

/**
 * Output columns for sensitivities to influences, one edge a row. Begin with
 * `TXM_SENSITIVITY_COLUMNS_INIT`.
 *
 * Every column is the caller's and may be NULL, the default, when it is not wanted.
 */
typedef struct txm_sensitivity_columns {
    /** Size of this struct, as `TXM_SENSITIVITY_COLUMNS_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Rows that each column has room for; 0 to ask for the number. */
    size_t capacity;
    /** Receives the node identifiers of the sources. */
    uint32_t *from;
    /** Receives the node identifiers of the targets. */
    uint32_t *to;
    /** Receives the change of the effect per unit of the weight. */
    double *gradient;
    /**
     * Receives the edge's share of the effect's variance, 0..1; NaN where the weight's standard error is not known or
     * nothing varies.
     */
    double *variance_share;
} txm_sensitivity_columns;

#define TXM_SENSITIVITY_COLUMNS_INIT {sizeof(txm_sensitivity_columns), 0, 0, NULL, NULL, NULL, NULL}

/**
 * Tells the effect of the shock on an objective, a weighted sum over nodes.
 *
 * The cascade keeps what was found for the last objective: `txm_cascade_copy_sensitivities` for the same one costs
 * nothing more.
 *
 * Threads: `cascade` may be shared.
 *
 * @param cascade the cascade.
 * @param node,weight columns of node identifiers and the objective's weight of each.
 * @param len rows of both columns, at least 1.
 * @param out_effect receives the effect in units of the objective. This and the following may be NULL; untouched on
 *   error.
 * @param out_standard_error receives the standard error of the effect from those of the influences, taken as
 *   independent.
 * @param out_unknown_count receives how many influences matter and have no standard error, so that the effect's is too
 *   small.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_LENGTH` without rows, and as `txm_cascade_run`.
 * @since 0.1
 */
TXM_API txm_status txm_cascade_effect(const txm_cascade *cascade,
                                      const uint32_t *node,
                                      const double *weight,
                                      size_t len,
                                      double *out_effect,
                                      double *out_standard_error,
                                      uint64_t *out_unknown_count,
                                      txm_error *error);

/**
 * Copies the importance of every node to an objective, what one unit more there is worth: one node a row, the most
 * valuable first. The shock does not matter.
 *
 * Threads: `cascade` may be shared.
 *
 * @param cascade the cascade.
 * @param node,weight columns of node identifiers and the objective's weight of each.
 * @param len rows of both columns, at least 1.
 * @param ranked receives node identifiers. May be NULL when not wanted.
 * @param importance receives units of the objective per unit of the row's node. May be NULL when not wanted.
 * @param capacity rows that each column has room for; 0 to ask for the number, which computes nothing.
 * @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_LENGTH` for an objective without rows,
 *   and as `txm_cascade_run`.
 * @since 0.1
 */
TXM_API txm_status txm_cascade_copy_importance(const txm_cascade *cascade,
                                               const uint32_t *node,
                                               const double *weight,
                                               size_t len,
                                               uint32_t *ranked,
                                               double *importance,
                                               size_t capacity,
                                               size_t *out_len,
                                               txm_error *error);

/**
 * Copies the sensitivity of the effect on an objective to every influence, one edge a row: what to measure next.
 *
 * Threads: `cascade` may be shared.
 *
 * @param cascade the cascade.
 * @param node,weight columns of node identifiers and the objective's weight of each.
 * @param len rows of both columns, at least 1.
 * @param columns the columns to fill and their capacity.
 * @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_BAD_LENGTH` for an
 *   objective without rows, and as `txm_cascade_run`.
 * @since 0.1
 */
TXM_API txm_status txm_cascade_copy_sensitivities(const txm_cascade *cascade,
                                                  const uint32_t *node,
                                                  const double *weight,
                                                  size_t len,
                                                  const txm_sensitivity_columns *columns,
                                                  size_t *out_len,
                                                  txm_error *error);

/* ================================================================================================================== */
/* Cascades over time                                                                                                 */
/* ================================================================================================================== */

/** All of the shock comes in period 0, and it stays. */
#define TXM_SCHEDULE_STEP 0

/** The shock acts in period 0 only. */
#define TXM_SCHEDULE_PULSE 1

/** The shock comes in equal parts over `ramp_periods` from period 0, and it stays. */
#define TXM_SCHEDULE_RAMP 2

/** Schedule and horizon of a trajectory. Begin with `TXM_TRAJECTORY_OPTIONS_INIT`. */
typedef struct txm_trajectory_options {
    /** Size of this struct, as `TXM_TRAJECTORY_OPTIONS_INIT` sets it. */
    uint32_t struct_size;
    /** `TXM_SCHEDULE_...`; a step unless set. */
    int32_t schedule;
    /** Periods after period 0, at most 1,000,000; 12 unless set. */
    uint32_t horizon;
    /** Over how many periods a ramp comes in, at least 1; 1 unless set. Other schedules do not look at it. */
    uint32_t ramp_periods;
    /** Share of last period's value that a node keeps, at least 0 and below 1; 0 unless set. */
    double persistence;
} txm_trajectory_options;

#define TXM_TRAJECTORY_OPTIONS_INIT {sizeof(txm_trajectory_options), TXM_SCHEDULE_STEP, 12, 1, 0.0}

/**
 * Copies the trajectory of every node: when the shock shows there, period by period, by the lags of the influences.
 *
 * Threads: `cascade` may be shared.
 *
 * @param cascade the cascade, whose shock is spread over time as the options say.
 * @param options the schedule and the horizon; NULL for the defaults.
 * @param value receives the change in the unit of each node, period by period from period 0: with n nodes, that of
 *   row r of `txm_cascade_copy_impact` in period t is at t * n + r. This and the following may be NULL when not
 *   wanted.
 * @param limit receives for each of the n nodes where it ends up: the total of `txm_cascade_copy_impact`, or 0 after a
 *   pulse.
 * @param time_to_90 receives for each of the n nodes the first period from which on its change stays within a tenth
 *   of the limit; `TXM_NONE` where that is not so at the horizon, or where the limit is 0.
 * @param capacity how many numbers `value` has room for; 0 to ask for the number, which costs nothing. Not looked at
 *   when `value` is NULL and one of the other two is not.
 * @param out_len receives n * (horizon + 1), also when the capacity is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_OPTION`, `TXM_STATUS_BAD_ENUM`,
 *   `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_UNSTABLE` where the trajectory swings ever wider although the total exists,
 *   `TXM_STATUS_UNDECIDED` where that cannot be told, and as `txm_cascade_run`.
 * @since 0.1
 */
TXM_API txm_status txm_cascade_copy_trajectory(const txm_cascade *cascade,
                                               const txm_trajectory_options *options,
                                               double *value,
                                               double *limit,
                                               uint32_t *time_to_90,
                                               size_t capacity,
                                               size_t *out_len,
                                               txm_error *error);

/* ================================================================================================================== */
/* Cascades where scores saturate                                                                                     */
/* ================================================================================================================== */

/**
 * Copies the impact of the shock on every node where scores saturate at 0 and 100.
 *
 * It is for shocks that are large beside the headroom, and agrees with the total of `txm_cascade_copy_impact` for
 * small ones.
 *
 * Threads: `cascade` may be shared.
 *
 * @param cascade the cascade.
 * @param node,score columns of node identifiers and today's points of each, 0..100. A node that is not named, such as
 *   an outcome, stays linear.
 * @param len rows of both columns; 0 leaves everything linear.
 * @param fall_weight by how much people feel falls more than gains, at least 1.
 * @param total receives the change at every node in its unit, in the rows of `txm_cascade_copy_impact`. May be NULL
 *   when not wanted.
 * @param capacity rows that `total` has room for; 0 to ask for the number.
 * @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
 * @param out_unique receives 1 where it is proved that there is no other answer, else 0. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_NOT_FOUND`, `TXM_STATUS_DUPLICATE`,
 *   `TXM_STATUS_BAD_VALUE` for a score outside 0..100, `TXM_STATUS_BAD_OPTION`, `TXM_STATUS_NOT_CONVERGED` when no
 *   answer was found.
 * @since 0.1
 */
TXM_API txm_status txm_cascade_copy_bounded(const txm_cascade *cascade,
                                            const uint32_t *node,
                                            const double *score,
                                            size_t len,
                                            double fall_weight,
                                            double *total,
                                            size_t capacity,
                                            size_t *out_len,
                                            int32_t *out_unique,
                                            txm_error *error);

/* ================================================================================================================== */
/* Event logs                                                                                                         */
/* ================================================================================================================== */

/** Event log: activities with their times and objects. It never changes. */
typedef struct txm_log txm_log;

/**
 * Input columns for events, one a row: activity, time and objects. Begin with `TXM_EVENTS_INIT`.
 *
 * Objects (customers, cases, employees, systems) are of types. They are numbered from 0 through all types: first those
 * of type 0, then those of type 1, and so on. The library keeps their numbers and no name of them. The columns stay
 * the caller's and are read only during the call they are passed to.
 */
typedef struct txm_events {
    /** Size of this struct, as `TXM_EVENTS_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Number of events. */
    size_t len;
    /** Per event its activity: a place in `activity_name`. */
    const uint32_t *activity;
    /**
     * Per event its time: nanoseconds since 1970 in UTC, in any order. Events of equal time keep the order of the
     * rows. NULL, the default, when no time is known: events are in the order of the rows, and what needs times is
     * refused or not known.
     */
    const int64_t *time;
    /**
     * Per event where its objects begin in `object`, from 0 on, and behind the last event the length of `object`;
     * `len` + 1 numbers. NULL, the default, when every event has exactly one object.
     */
    const uint32_t *offset;
    /** The objects that events involve. */
    const uint32_t *object;
    /** Length of `object`. */
    size_t object_len;
    /** The names of the activities, each once. */
    const char *const *activity_name;
    /** Bytes of each name; NULL, the default, when all are NUL-terminated. */
    const size_t *activity_name_len;
    /** Number of activities. */
    size_t activity_count;
    /** The names of the types of objects, each once. */
    const char *const *type_name;
    /** Bytes of each name; NULL, the default, when all are NUL-terminated. */
    const size_t *type_name_len;
    /**
     * Per type how many objects it has. Beyond 16,777,216 of all types there may be at most 16 for each row of
     * `object`.
     */
    const uint32_t *type_object_count;
    /** Number of types. */
    size_t type_count;
    /**
     * Per event the channel it happened in: its place in `channel_name`; `TXM_NONE` for none. NULL, the default,
     * when no channel is known.
     */
    const uint32_t *channel;
    /** The names of the channels, each once. */
    const char *const *channel_name;
    /** Bytes of each name; NULL, the default, when all are NUL-terminated. */
    const size_t *channel_name_len;
    /** Number of channels. */
    size_t channel_count;
    /**
     * Per event when it was promised to happen at the latest, as `time`; `TXM_NONE_I64` where nothing was promised.
     * NULL, the default, when no promise is known.
     */
    const int64_t *due;
    /**
     * Per event when its work began, as `time`, at which it ended; `TXM_NONE_I64` where that is not known. Waits end
     * where work begins. NULL, the default, when no start is known.
     */
    const int64_t *start;
} txm_events;

#define TXM_EVENTS_INIT {sizeof(txm_events), 0, 0, NULL, NULL, NULL, NULL, 0, NULL, NULL, 0, NULL, NULL, NULL, 0, \
    NULL, NULL, NULL, 0, NULL, NULL}

/**
 * Makes a log of columns.
 *
 * Threads: any.
 *
 * @param events the events; copied.
 * @param out receives the log, which the caller frees with `txm_log_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_VALUE` naming the column and row, `TXM_STATUS_DUPLICATE` for a name that
 *   is there twice, `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_LIMIT`.
 * @since 0.1
 */
TXM_API txm_status txm_log_from_columns(const txm_events *events, txm_log **out, txm_error *error);

/**
 * Frees a log; NULL is fine. Journeys that were found in it live on.
 *
 * Threads: `log` exclusive.
 *
 * @param log the log.
 * @since 0.1
 */
TXM_API void txm_log_free(txm_log *log);

/* ================================================================================================================== */
/* Journeys                                                                                                           */
/* ================================================================================================================== */

/**
 * Journeys of the objects of one type: their directly-follows graph and their variants.
 *
 * Activities are the numbers of the log's columns. It never changes, and keeps its log in memory.
 */
typedef struct txm_journeys txm_journeys;

/**
 * Output columns for the activities that journeys visit, one a row. Begin with `TXM_JOURNEY_NODE_COLUMNS_INIT`.
 *
 * Every column is the caller's and may be NULL, the default, when it is not wanted.
 */
typedef struct txm_journey_node_columns {
    /** Size of this struct, as `TXM_JOURNEY_NODE_COLUMNS_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Rows that each column has room for; 0 to ask for the number. */
    size_t capacity;
    /** Receives activities. */
    uint32_t *activity;
    /** Receives how often journeys were there. */
    uint64_t *visits;
    /** Receives how many different journeys were there; known of tallies, else `TXM_NONE_U64`. */
    uint64_t *objects;
    /** Receives journeys that start there. */
    uint64_t *starts;
    /** Receives journeys that end there. */
    uint64_t *ends;
} txm_journey_node_columns;

#define TXM_JOURNEY_NODE_COLUMNS_INIT {sizeof(txm_journey_node_columns), 0, 0, NULL, NULL, NULL, NULL, NULL}

/**
 * Output columns for the edges of a directly-follows graph, one a row: `to` directly follows `from`. Begin with
 * `TXM_JOURNEY_EDGE_COLUMNS_INIT`.
 *
 * Every column is the caller's and may be NULL, the default, when it is not wanted. Waits are seconds. What is not
 * known is `TXM_NONE_U64` or NaN.
 */
typedef struct txm_journey_edge_columns {
    /** Size of this struct, as `TXM_JOURNEY_EDGE_COLUMNS_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Rows that each column has room for; 0 to ask for the number. */
    size_t capacity;
    /** Receives the earlier activity. */
    uint32_t *from;
    /** Receives the later activity. */
    uint32_t *to;
    /** Receives how often. */
    uint64_t *count;
    /** Receives how many different journeys go this way; known of tallies. */
    uint64_t *objects;
    /** Receives the mean wait between the two, within 1e-9 s of the exact mean. */
    double *mean;
    /** Receives the least wait; known of tallies. */
    double *least;
    /** Receives the median wait. */
    double *median;
    /** Receives the 90th percentile of the waits. */
    double *p90;
    /** Receives the largest wait; known of tallies. */
    double *most;
} txm_journey_edge_columns;

#define TXM_JOURNEY_EDGE_COLUMNS_INIT {sizeof(txm_journey_edge_columns), 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, \
    NULL, NULL, NULL}

/**
 * Output columns for variants, distinct sequences of activities, one a row. Begin with
 * `TXM_JOURNEY_VARIANT_COLUMNS_INIT`.
 *
 * Every column is the caller's and may be NULL, the default, when it is not wanted.
 */
typedef struct txm_journey_variant_columns {
    /** Size of this struct, as `TXM_JOURNEY_VARIANT_COLUMNS_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Rows that `count` and `end` have room for; 0 to ask for the number. */
    size_t capacity;
    /** Receives how many journeys are of each variant. */
    uint64_t *count;
    /** Receives where the activities of each row end in `activity`; they begin where those of the row before end. */
    size_t *end;
    /** Numbers that `activity` has room for; not looked at when that is NULL. */
    size_t activity_capacity;
    /** Receives the activities of all rows, one behind the other. */
    uint32_t *activity;
} txm_journey_variant_columns;

#define TXM_JOURNEY_VARIANT_COLUMNS_INIT {sizeof(txm_journey_variant_columns), 0, 0, NULL, NULL, 0, NULL}

/**
 * Finds the journeys of a type of objects in a log.
 *
 * Threads: `log` may be shared.
 *
 * @param log the log; it may be freed afterwards.
 * @param object_type number of the type in the log's columns.
 * @param out receives the journeys, which the caller frees with `txm_journeys_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND` when the log has no such type.
 * @since 0.1
 */
TXM_API txm_status txm_journeys_new(const txm_log *log,
                                    uint32_t object_type,
                                    txm_journeys **out,
                                    txm_error *error);

/**
 * Frees journeys; NULL is fine.
 *
 * Threads: `journeys` exclusive.
 *
 * @param journeys the journeys.
 * @since 0.1
 */
TXM_API void txm_journeys_free(txm_journeys *journeys);

/**
 * Copies the activities that journeys visit, one a row, ascending.
 *
 * Threads: `journeys` may be shared.
 *
 * @param journeys the journeys.
 * @param columns the columns to fill and their capacity.
 * @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_journeys_copy_nodes(const txm_journeys *journeys,
                                           const txm_journey_node_columns *columns,
                                           size_t *out_len,
                                           txm_error *error);

/**
 * Copies which activity directly follows which, how often, and after what wait; the most frequent first. Medians and
 * percentiles are exact; waits are NaN where the log has no times.
 *
 * Threads: `journeys` may be shared.
 *
 * @param journeys the journeys.
 * @param columns the columns to fill and their capacity.
 * @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_journeys_copy_edges(const txm_journeys *journeys,
                                           const txm_journey_edge_columns *columns,
                                           size_t *out_len,
                                           txm_error *error);

/**
 * Copies the variants of journeys, one a row, the most common first.
 *
 * Threads: `journeys` may be shared.
 *
 * @param journeys the journeys.
 * @param most rows asked for; `SIZE_MAX` for all.
 * @param columns the columns to fill and their capacities.
 * @param out_len receives the number of rows, also when a capacity is too small. May be NULL.
 * @param out_activity_len receives the number of activities of all rows, likewise. May be NULL.
 * @param out_object_count receives the number of all journeys, also of those that are in no row, likewise. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_journeys_copy_variants(const txm_journeys *journeys,
                                              size_t most,
                                              const txm_journey_variant_columns *columns,
                                              size_t *out_len,
                                              size_t *out_activity_len,
                                              uint64_t *out_object_count,
                                              txm_error *error);

/* ================================================================================================================== */
/* Tallies of journeys                                                                                                */
/* ================================================================================================================== */

/**
 * Mergeable tally of the journeys of one type of objects: their directly-follows graph, for distributed engines.
 *
 * Split the journeys in any way, no journey in two parts, tally the parts in any order on any machine, and merge: the
 * result has the same bits. Counts, least and largest waits are exact, means within 1e-9 s, other quantiles to a
 * relative error. Activities are matched by name; their numbers are their places in alphabetical order, which change
 * when the tally grows.
 */
typedef struct txm_journey_tally txm_journey_tally;

/**
 * Makes a tally of no journey.
 *
 * Threads: any.
 *
 * @param object_type,object_type_len name of the type of objects whose journeys it is to hold.
 * @param relative_error bound on the relative error of quantiles, .00013..1; NaN for the default, 1/129.
 * @param out receives the tally, which the caller frees with `txm_journey_tally_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_OPTION`.
 * @since 0.1
 */
TXM_API txm_status txm_journey_tally_new(const char *object_type,
                                         size_t object_type_len,
                                         double relative_error,
                                         txm_journey_tally **out,
                                         txm_error *error);

/**
 * Frees a tally; NULL is fine.
 *
 * Threads: `tally` exclusive.
 *
 * @param tally the tally.
 * @since 0.1
 */
TXM_API void txm_journey_tally_free(txm_journey_tally *tally);

/**
 * Adds the journeys of all of a log's objects of the tally's type. The log must hold all events of these objects.
 *
 * Threads: `tally` exclusive, `log` may be shared.
 *
 * @param tally the tally; as before on error.
 * @param log the log; not needed afterwards.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND` when the log has no type of this name, `TXM_STATUS_LIMIT` beyond
 *   2^53 visits.
 * @since 0.1
 */
TXM_API txm_status txm_journey_tally_add_log(txm_journey_tally *tally, const txm_log *log, txm_error *error);

/**
 * Adds everything another tally holds.
 *
 * Threads: `into` exclusive, `from` may be shared.
 *
 * @param into the tally that grows; as before on error.
 * @param from the other one, unchanged.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_SAME_HANDLE`, `TXM_STATUS_MISMATCH` for another type of objects or another
 *   relative error, `TXM_STATUS_LIMIT` beyond 2^53 visits.
 * @since 0.1
 */
TXM_API txm_status txm_journey_tally_merge(txm_journey_tally *into,
                                           const txm_journey_tally *from,
                                           txm_error *error);

/**
 * Copies a tally as bytes, to be stored or sent. Equal tallies give equal bytes on every machine.
 *
 * Threads: `tally` may be shared.
 *
 * @param tally the tally.
 * @param buffer,capacity where the bytes go; NULL with capacity 0 to ask for the size.
 * @param out_len receives the number of bytes, also when the buffer is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
 * @since 0.1
 */
TXM_API txm_status txm_journey_tally_to_bytes(const txm_journey_tally *tally,
                                              uint8_t *buffer,
                                              size_t capacity,
                                              size_t *out_len,
                                              txm_error *error);

/**
 * Reads a tally from its bytes.
 *
 * Threads: any.
 *
 * @param bytes,len what `txm_journey_tally_to_bytes` gave, from this or another machine; untrusted input is
 *   fine. Copied.
 * @param out receives the tally, which the caller frees with `txm_journey_tally_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_BYTES`, `TXM_STATUS_UNKNOWN_VERSION`.
 * @since 0.1
 */
TXM_API txm_status txm_journey_tally_from_bytes(const uint8_t *bytes,
                                                size_t len,
                                                txm_journey_tally **out,
                                                txm_error *error);

/**
 * Copies how often activities were visited, one a row, ascending by name: the row is the activity's number.
 *
 * Threads: `tally` may be shared.
 *
 * @param tally the tally.
 * @param columns the columns to fill and their capacity.
 * @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
 * @param out_object_count receives the number of all journeys, also when the capacity is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_journey_tally_copy_nodes(const txm_journey_tally *tally,
                                                const txm_journey_node_columns *columns,
                                                size_t *out_len,
                                                uint64_t *out_object_count,
                                                txm_error *error);

/**
 * Copies which activity directly follows which, how often, and after what wait; the most frequent first. Medians and
 * percentiles are exact to the tally's relative error, all else exactly.
 *
 * Threads: `tally` may be shared.
 *
 * @param tally the tally.
 * @param columns the columns to fill and their capacity.
 * @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_journey_tally_copy_edges(const txm_journey_tally *tally,
                                                const txm_journey_edge_columns *columns,
                                                size_t *out_len,
                                                txm_error *error);

/**
 * Copies the name of an activity of a tally.
 *
 * Threads: `tally` may be shared.
 *
 * @param tally the tally.
 * @param activity its number.
 * @param buffer,capacity where the name and a terminating NUL go; NULL with capacity 0 to ask for the size.
 * @param out_len receives the bytes with the NUL, also when the buffer is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND`, `TXM_STATUS_BUFFER_TOO_SMALL`.
 * @since 0.1
 */
TXM_API txm_status txm_journey_tally_copy_name(const txm_journey_tally *tally,
                                               uint32_t activity,
                                               char *buffer,
                                               size_t capacity,
                                               size_t *out_len,
                                               txm_error *error);

/* ================================================================================================================== */
/* Chains of touchpoints                                                                                              */
/* ================================================================================================================== */

/**
 * Absorbing Markov chain of touchpoints, solved: how likely journeys reach the goal, and what would be lost without
 * each touchpoint. It never changes.
 */
typedef struct txm_chain txm_chain;

/**
 * Input columns for paths over touchpoints and the ends of journeys along them, one path a row. Begin with
 * `TXM_PATHS_INIT`.
 *
 * Equal paths may stand in several rows. The columns stay the caller's and are read only during the call they are
 * passed to.
 */
typedef struct txm_paths {
    /** Size of this struct, as `TXM_PATHS_INIT` sets it. */
    uint32_t struct_size;
    /** Number of touchpoints; steps are numbers below it. */
    uint32_t touchpoint_count;
    /** Number of paths. */
    size_t len;
    /**
     * Per path where its steps begin in `step`, from 0 on, and behind the last path the length of `step`; `len` + 1
     * numbers. Every path has a step.
     */
    const uint32_t *offset;
    /** The touchpoints that are passed, in order. */
    const uint32_t *step;
    /** Length of `step`. */
    size_t step_len;
    /** Per path the journeys that reached the goal. */
    const uint64_t *goal;
    /** Per path the journeys that ended without the goal; NULL, the default, for 0. */
    const uint64_t *lost;
    /** Per path the journeys that are not finished; NULL, the default, for 0. */
    const uint64_t *open;
} txm_paths;

#define TXM_PATHS_INIT {sizeof(txm_paths), 0, 0, NULL, NULL, 0, NULL, NULL, NULL}

/** Probabilities of the ends of journeys, which add up to 1. Begin with `TXM_CASE_ENDS_INIT`. */
typedef struct txm_case_ends {
    /** Size of this struct, as `TXM_CASE_ENDS_INIT` sets it. */
    uint32_t struct_size;
    /** Always 0. */
    uint32_t reserved;
    /** Probability of the goal. */
    double goal;
    /** Probability of being lost. */
    double lost;
    /** Probability of being seen no further without goal or loss. */
    double open;
    /** Expected number of touchpoints passed. */
    double steps;
} txm_case_ends;

#define TXM_CASE_ENDS_INIT {sizeof(txm_case_ends), 0, NAN, NAN, NAN, NAN}

/**
 * Output columns for the part of touchpoints in reaching the goal, one a row. Begin with
 * `TXM_CHAIN_TOUCHPOINT_COLUMNS_INIT`.
 *
 * Every column is the caller's and may be NULL, the default, when it is not wanted.
 */
typedef struct txm_chain_touchpoint_columns {
    /** Size of this struct, as `TXM_CHAIN_TOUCHPOINT_COLUMNS_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Rows that each column has room for; 0 to ask for the number. */
    size_t capacity;
    /** Receives touchpoints. */
    uint32_t *touchpoint;
    /** Receives expected visits per journey. */
    double *visits;
    /** Receives the probability of reaching the goal from there. */
    double *goal;
    /**
     * Receives the share of goals that would not be reached if everybody who comes there were lost, 0..1; NaN when no
     * journey reaches the goal.
     */
    double *removal_effect;
    /** Receives the touchpoint's share of the goals, in proportion to the removal effects; NaN when there are none. */
    double *credit;
    /**
     * Receives by how many percent the chance of the goal rises when all ways on from there become one percent more
     * likely; NaN when no journey reaches the goal.
     */
    double *elasticity;
} txm_chain_touchpoint_columns;

#define TXM_CHAIN_TOUCHPOINT_COLUMNS_INIT {sizeof(txm_chain_touchpoint_columns), 0, 0, NULL, NULL, NULL, NULL, NULL, \
    NULL}

/**
 * Makes a chain of paths and solves it.
 *
 * Threads: any.
 *
 * @param paths the paths; not needed afterwards.
 * @param order touchpoints that a state looks back, at least 1; 1 is the customary chain.
 * @param out receives the chain, which the caller frees with `txm_chain_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_VALUE` naming the row, also for no journey at all and for order 0;
 *   `TXM_STATUS_NOT_CONVERGED` when journeys hardly ever end; `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_LIMIT`.
 * @since 0.1
 */
TXM_API txm_status txm_chain_new(const txm_paths *paths,
                                 uint32_t order,
                                 txm_chain **out,
                                 txm_error *error);

/**
 * Frees a chain; NULL is fine.
 *
 * Threads: `chain` exclusive.
 *
 * @param chain the chain.
 * @since 0.1
 */
TXM_API void txm_chain_free(txm_chain *chain);

/**
 * Tells the probabilities of the ends of journeys.
 *
 * Threads: `chain` may be shared.
 *
 * @param chain the chain.
 * @param out the struct to fill; as before on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_chain_ends(const txm_chain *chain, txm_case_ends *out, txm_error *error);

/**
 * Copies what touchpoints are worth to the goal, one a row, ascending; those that some journey passed.
 *
 * Threads: `chain` may be shared.
 *
 * @param chain the chain.
 * @param columns the columns to fill and their capacity.
 * @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_chain_copy_touchpoints(const txm_chain *chain,
                                              const txm_chain_touchpoint_columns *columns,
                                              size_t *out_len,
                                              txm_error *error);

/* ================================================================================================================== */
/* Friction                                                                                                           */
/* ================================================================================================================== */

/** Time kept waiting, in seconds. */
#define TXM_COMPONENT_WAIT 0

/** Share of visits that do again what was done before. */
#define TXM_COMPONENT_REWORK 1

/** Share of visits that fail. */
#define TXM_COMPONENT_ERROR 2

/** Share of visits after which people leave for good, beyond the usual share. */
#define TXM_COMPONENT_DROP_OFF 3

/** Effort as people state it: CES 2.0, where 7 is easiest. */
#define TXM_COMPONENT_EFFORT 4

/** Share of visits that try again in another channel. */
#define TXM_COMPONENT_SWITCH_AFTER_FAILURE 5

/** Share of visits that take longer than promised. */
#define TXM_COMPONENT_BROKEN_PROMISE 6

/** The weighted mean of the components that were measured: they make up for each other. */
#define TXM_COMBINATION_WEIGHTED_MEAN 0

/** 1 - product of (1 - weight x component): any one of them is enough to hurt. Weights are 0..1. */
#define TXM_COMBINATION_NOISY_OR 1

/** Friction at the touchpoints of a log, by stakeholder group. It never changes. */
typedef struct txm_friction txm_friction;

/**
 * Options of friction. Begin with `TXM_FRICTION_OPTIONS_INIT`.
 *
 * Activities and types of objects are the numbers of the log's columns.
 */
typedef struct txm_friction_options {
    /** Size of this struct, as `TXM_FRICTION_OPTIONS_INIT` sets it. */
    uint32_t struct_size;
    /** The type of objects whose journeys are walked; needed. */
    uint32_t object_type;
    /**
     * The type of objects that are touchpoints, such as branches, never people of a group that is protected;
     * `TXM_NONE`, the default, for activities.
     */
    uint32_t place_type;
    /** The type of objects that are channels; `TXM_NONE`, the default, for the channels of the events. */
    uint32_t channel_type;
    /** The type of objects that are teams; `TXM_NONE`, the default, for none: nobody owns a touchpoint. */
    uint32_t owner_type;
    /** 1 when the channels of the events are the touchpoints, in place of activities and `place_type`; 0 unless set. */
    int32_t by_channel;
    /**
     * A journey whose last event is this many seconds or less before the end of the log is open, and not lost; NaN,
     * the default, for three days.
     */
    double open_seconds;
    /** The stakeholder groups, each with its own key. */
    const txm_stakeholder *const *group;
    /** Per group the type of objects that its people are. */
    const uint32_t *group_type;
    /** Number of groups; 0, the default. */
    size_t group_len;
    /** The activities that give people what they came for. */
    const uint32_t *goal;
    /** Number of goals; 0, the default, for the activity where most journeys end. */
    size_t goal_len;
    /** The activities that say that the visit before failed. */
    const uint32_t *failure;
    /** Number of them; 0, the default: errors are not measured. */
    size_t failure_len;
    /** Activities that are promised to take no longer than `promise_seconds` since the visit before. */
    const uint32_t *promise;
    /** The seconds of each, at least 0. */
    const double *promise_seconds;
    /** Rows of both; 0, the default. */
    size_t promise_len;
    /**
     * Per promise the group that it is made to, by its place in `group`; `TXM_NONE` for those who are served, which
     * are all groups but employees. NULL, the default, when all promises are made to those.
     */
    const uint32_t *promise_group;
    /**
     * A map whose touchpoints' service levels are promised to those who are served, where the key or name is that of
     * an activity; NULL, the default, for none. A row of `promise` counts before it.
     */
    const txm_map *map;
    /** One of `TXM_COMBINATION_...`; `TXM_COMBINATION_WEIGHTED_MEAN` unless set. */
    int32_t combination;
    /**
     * The type of objects that work for `owner_type`, where those are no group of the report; `TXM_NONE`, the default,
     * for none.
     */
    uint32_t worker_type;
    /** Fewest of `worker_type` at a touchpoint that an owner is named for; 5 unless set. */
    uint32_t worker_min_group;
    /** Must be 0. */
    uint32_t reserved;
    /** Components, of `TXM_COMPONENT_...`, with anchors of the caller's own. */
    const int32_t *anchor;
    /** Per anchor the value of the measure without friction. */
    const double *anchor_good;
    /** Per anchor the value of complete friction. */
    const double *anchor_bad;
    /** Per anchor the weight of the component, at least 0; NULL, the default, to leave all weights as they are. */
    const double *anchor_weight;
    /** Rows of these; 0, the default: the library's own anchors. */
    size_t anchor_len;
    /**
     * The name under which these anchors are declared; NULL, the default, for `as given` where there are anchors or a
     * combination of the caller's own.
     */
    const char *version;
    /** Bytes of `version`; `TXM_NTS` unless set. */
    size_t version_len;
    /** What was measured elsewhere, of `TXM_COMPONENT_...`; it takes the place of what the log says. */
    const int32_t *measure;
    /**
     * Per measure the touchpoint: an activity or an object of `place_type` by its number in the log's columns, a
     * channel by its place in `channel_name`.
     */
    const uint32_t *measure_touchpoint;
    /** Per measure the group, by its place in `group`. */
    const uint32_t *measure_group;
    /** The values, in the unit of the component's anchors. */
    const double *measure_value;
    /** Rows of these; 0, the default. */
    size_t measure_len;
} txm_friction_options;

#define TXM_FRICTION_OPTIONS_INIT {sizeof(txm_friction_options), TXM_NONE, TXM_NONE, TXM_NONE, TXM_NONE, 0, NAN, NULL, \
    NULL, 0, NULL, 0, NULL, 0, NULL, NULL, 0, NULL, NULL, TXM_COMBINATION_WEIGHTED_MEAN, TXM_NONE, 5, 0, NULL, NULL, \
    NULL, NULL, 0, NULL, TXM_NTS, NULL, NULL, NULL, NULL, 0}

/**
 * Output columns for the friction of touchpoints, one a row, the heaviest first. Begin with
 * `TXM_FRICTION_COLUMNS_INIT`.
 *
 * Every column is the caller's and may be NULL, the default, when it is not wanted. The last four have a number per
 * touchpoint and group: those of the first touchpoint, groups in the order of the options, then those of the second.
 * What is withheld or not known is NaN.
 */
typedef struct txm_friction_columns {
    /** Size of this struct, as `TXM_FRICTION_COLUMNS_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Touchpoints that each column has room for, the last four with all groups; 0 to ask for the number. */
    size_t capacity;
    /**
     * Receives the touchpoints: activities or objects by their numbers in the log's columns, channels by their place
     * in `channel_name`.
     */
    uint32_t *touchpoint;
    /** Receives the objects that own them; `TXM_NONE` where nobody does, or too few people work under that name. */
    uint32_t *owner;
    /** Receives the burdens of all groups that are shown. */
    double *burden;
    /** Receives how many groups share them: their effective number. */
    double *breadth;
    /**
     * Receives `TXM_RESULT_PUBLISHED`, `TXM_RESULT_SUPPRESSED` for a group of too few people there, or
     * `TXM_RESULT_NO_ANSWERS` where nobody of the group was.
     */
    int32_t *result;
    /** Receives frictions, 0..1. */
    double *friction;
    /** Receives numbers of visits. */
    double *exposure;
    /** Receives friction x exposure x weight of the group. */
    double *group_burden;
} txm_friction_columns;

#define TXM_FRICTION_COLUMNS_INIT {sizeof(txm_friction_columns), 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL}

/**
 * Finds the friction of every touchpoint of a log for stakeholder groups: waits, work done again, journeys lost,
 * switches of channel, failures and broken promises, by the library's own anchors or the caller's.
 *
 * A group with fewer people at a touchpoint than its minimum is withheld there, and in no sum; further touchpoints of
 * the group are too where those withheld are together still too few. What was promised to those who are served does
 * not count for employees.
 *
 * Threads: `log` may be shared.
 *
 * @param log the log; it may be freed afterwards.
 * @param options how it is found; not needed afterwards.
 * @param out receives the friction, which the caller frees with `txm_friction_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND` for a type, an activity, a touchpoint or a group that is not
 *   there and for a measure of a group that is never at the touchpoint, `TXM_STATUS_BAD_ENUM`, `TXM_STATUS_DUPLICATE`
 *   for a group that is there twice, `TXM_STATUS_BAD_OPTION` for weights and seconds that are negative or not finite,
 *   for anchors that do not differ, for measures that are no numbers and for touchpoints that are people of a
 *   protected group, `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_friction_new(const txm_log *log,
                                    const txm_friction_options *options,
                                    txm_friction **out,
                                    txm_error *error);

/**
 * Frees friction; NULL is fine.
 *
 * Threads: `friction` exclusive.
 *
 * @param friction the friction.
 * @since 0.1
 */
TXM_API void txm_friction_free(txm_friction *friction);

/**
 * Copies touchpoints and what they do to each group, one touchpoint a row, the heaviest burden first.
 *
 * Threads: `friction` may be shared.
 *
 * @param friction the friction.
 * @param columns the columns to fill and their capacity, a number of touchpoints.
 * @param out_len receives the number of touchpoints, also when the capacity is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_friction_copy_touchpoints(const txm_friction *friction,
                                                 const txm_friction_columns *columns,
                                                 size_t *out_len,
                                                 txm_error *error);

/**
 * Writes friction as one JSON document, numbers in full: also the components and what was measured, journeys that are
 * open, and how much is withheld. Objects are named by their number among those of their type.
 *
 * Threads: `friction` may be shared.
 *
 * @param friction the friction.
 * @param buffer,capacity where the text goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
 * @param out_len receives the bytes of the text and its NUL, also when the buffer is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
 * @since 0.1
 */
TXM_API txm_status txm_friction_to_json(const txm_friction *friction,
                                        char *buffer,
                                        size_t capacity,
                                        size_t *out_len,
                                        txm_error *error);

/* ================================================================================================================== */
/* Hand-overs between teams                                                                                           */
/* ================================================================================================================== */

/** Hand-overs of work between teams, and what they cost. It never changes. */
typedef struct txm_handover txm_handover;

/**
 * Options of hand-overs. Begin with `TXM_HANDOVER_OPTIONS_INIT`.
 *
 * Types of objects are the numbers of the log's columns.
 */
typedef struct txm_handover_options {
    /** Size of this struct, as `TXM_HANDOVER_OPTIONS_INIT` sets it. */
    uint32_t struct_size;
    /** The type of objects whose journeys are walked; needed. */
    uint32_t object_type;
    /** The type of objects that are those who do the work; needed. */
    uint32_t worker_type;
    /** The type of objects that are teams; needed. */
    uint32_t owner_type;
    /** Fewest people whose team is shown; 5 unless set. */
    uint32_t min_group;
    /** Must be 0. */
    uint32_t reserved;
} txm_handover_options;

#define TXM_HANDOVER_OPTIONS_INIT {sizeof(txm_handover_options), TXM_NONE, TXM_NONE, TXM_NONE, 5, 0}

/**
 * Finds hand-overs of work between teams and what they cost: the E-I index with what chance expects, the
 * premium in waits, modularity, teams and hand-overs. No person is named, and small teams are put together or
 * withheld.
 *
 * Threads: `log` may be shared.
 *
 * @param log the log; it may be freed afterwards.
 * @param options between whom; not needed afterwards.
 * @param out receives the hand-overs, which the caller frees with `txm_handover_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND` when the log has no such type, `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_handover_new(const txm_log *log,
                                    const txm_handover_options *options,
                                    txm_handover **out,
                                    txm_error *error);

/**
 * Frees hand-overs; NULL is fine.
 *
 * Threads: `handover` exclusive.
 *
 * @param handover the hand-overs.
 * @since 0.1
 */
TXM_API void txm_handover_free(txm_handover *handover);

/**
 * Writes hand-overs as one JSON document, numbers in full. Teams are named by their number among those of their type.
 *
 * Threads: `handover` may be shared.
 *
 * @param handover the hand-overs.
 * @param buffer,capacity where the text goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
 * @param out_len receives the bytes of the text and its NUL, also when the buffer is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
 * @since 0.1
 */
TXM_API txm_status txm_handover_to_json(const txm_handover *handover,
                                        char *buffer,
                                        size_t capacity,
                                        size_t *out_len,
                                        txm_error *error);

/* ================================================================================================================== */
/* Reports                                                                                                            */
/* ================================================================================================================== */

/**
 * Report in six parts: where we stand, where it hurts, what drives it, what if, what it is worth, what we do not know.
 * It never changes.
 */
typedef struct txm_report txm_report;

/**
 * Options of a report: what it is composed of beside its map. Begin with `TXM_REPORT_OPTIONS_INIT`.
 *
 * Everything may be left out; a part of the report that nothing is known for is there and says so.
 */
typedef struct txm_report_options {
    /** Size of this struct, as `TXM_REPORT_OPTIONS_INIT` sets it. */
    uint32_t struct_size;
    /** Must be 0. */
    uint32_t reserved;
    /** Title; NULL, the default, for none. */
    const char *title;
    /** Bytes of `title`; `TXM_NTS` unless set. */
    size_t title_len;
    /** Scores of the map; NULL, the default, for none. */
    const txm_scorecard *scorecard;
    /** What is moved: node identifiers of the map. */
    const uint32_t *shock_node;
    /** How far each is moved, in its own unit. */
    const double *shock_amount;
    /** Rows of both; 0, the default, for no shock. */
    size_t shock_len;
    /** What is aimed at: node identifiers of the map. */
    const uint32_t *objective_node;
    /** Weight of each. */
    const double *objective_weight;
    /** Rows of both; 0, the default, for the mean over all facets. */
    size_t objective_len;
    /** Friction by touchpoint, which are found in the map by key, then by label; NULL, the default, for none. */
    const txm_friction *friction;
    /** Friction by channel: that of options with `by_channel`; NULL, the default, for none. */
    const txm_friction *channel_friction;
    /** Hand-overs between teams; NULL, the default, for none. */
    const txm_handover *handover;
} txm_report_options;

#define TXM_REPORT_OPTIONS_INIT {sizeof(txm_report_options), 0, NULL, TXM_NTS, NULL, NULL, NULL, 0, NULL, NULL, 0, \
    NULL, NULL, NULL}

/**
 * Composes a report.
 *
 * Threads: `map` and the handles in `options` may be shared.
 *
 * @param map what it is of; not needed afterwards.
 * @param options what it is composed of beside the map; not needed afterwards.
 * @param out receives the report, which the caller frees with `txm_report_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_MISMATCH` when the scorecard is of another map, `TXM_STATUS_UNSTABLE`,
 *   `TXM_STATUS_UNDECIDED`, `TXM_STATUS_NOT_FOUND`, `TXM_STATUS_DUPLICATE` or `TXM_STATUS_BAD_VALUE` for the shock and
 *   the objective, `TXM_STATUS_NOT_CONVERGED`, `TXM_STATUS_OVERFLOW`, `TXM_STATUS_BAD_STRUCT`.
 * @since 0.1
 */
TXM_API txm_status txm_report_new(const txm_map *map,
                                  const txm_report_options *options,
                                  txm_report **out,
                                  txm_error *error);

/**
 * Frees a report; NULL is fine.
 *
 * Threads: `report` exclusive.
 *
 * @param report the report.
 * @since 0.1
 */
TXM_API void txm_report_free(txm_report *report);

/**
 * Writes a report as one JSON document, numbers in full.
 *
 * Threads: `report` may be shared.
 *
 * @param report the report.
 * @param buffer,capacity where the text goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
 * @param out_len receives the bytes of the text and its NUL, also when the buffer is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
 * @since 0.1
 */
TXM_API txm_status txm_report_to_json(const txm_report *report,
                                      char *buffer,
                                      size_t capacity,
                                      size_t *out_len,
                                      txm_error *error);

/**
 * Writes a report as Markdown for people, numbers rounded.
 *
 * Threads: `report` may be shared.
 *
 * @param report the report.
 * @param buffer,capacity where the text goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
 * @param out_len receives the bytes of the text and its NUL, also when the buffer is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
 * @since 0.1
 */
TXM_API txm_status txm_report_to_markdown(const txm_report *report,
                                          char *buffer,
                                          size_t capacity,
                                          size_t *out_len,
                                          txm_error *error);

/* ================================================================================================================== */
/* Requests                                                                                                           */
/* ================================================================================================================== */

/** Independent cascade: a node that is reached has one chance to pass it on along each of its edges. */
#define TXM_DIFFUSION_INDEPENDENT_CASCADE 0

/** Linear threshold: a node is reached when the weights of its reached neighbours pass a threshold of its own. */
#define TXM_DIFFUSION_LINEAR_THRESHOLD 1

/** Answer to a request, as JSON. It never changes. */
typedef struct txm_answer txm_answer;

/**
 * Data that requests are asked about, as much of it as there is. Begin with `TXM_DATA_INIT`.
 *
 * Everything may be left out; a request that needs what is not there says so.
 */
typedef struct txm_data {
    /** Size of this struct, as `TXM_DATA_INIT` sets it. */
    uint32_t struct_size;
    /** One of `TXM_DIFFUSION_`: how `probabilities` pass something on; independent cascade unless set. */
    int32_t diffusion;
    /** Map, for scorecards, friction and reports; NULL, the default, for none. */
    const txm_map *map;
    /** Answers about the map, for scorecards and reports; NULL, the default, for none. */
    const txm_tally *tally;
    /** Events, for journeys, friction and reports; NULL, the default, for none. */
    const txm_log *log;
    /**
     * Network, for cascades; NULL, the default, for none. Nodes of a map are named by their keys, those of
     * columns by their numbers.
     */
    const txm_network *network;
    /** Paths, for attribution; NULL, the default, for none. Touchpoints are named by their numbers in ten digits. */
    const txm_paths *paths;
    /**
     * Edges between nodes that are numbered from 0, their weights being probabilities, for contagion; NULL, the
     * default, for none. Nodes are named by their numbers in ten digits.
     */
    const txm_influences *probabilities;
    /** Number of nodes of `probabilities`; 0 unless set. */
    size_t node_count;
    /** Told how far the request is, where it can take long; NULL, the default, for nobody. */
    txm_progress progress;
    /** What `progress` is handed, NULL unless set. */
    void *user_data;
} txm_data;

#define TXM_DATA_INIT {sizeof(txm_data), TXM_DIFFUSION_INDEPENDENT_CASCADE, NULL, NULL, NULL, NULL, NULL, NULL, 0, \
    NULL, NULL}

/**
 * Asks a request about data: scorecard, journeys, friction, attribution, cascade, contagion or report.
 *
 * A request names its `capability`, and may leave out what has a default:
 * `{"capability": "cascade", "shock": [{"node": "app/ux/staff", "value": 10}], "rows": 20}`. The JSON Schemas of
 * requests and answers stand in `docs/schemas` of the library's repository; both are versioned.
 *
 * Threads: the handles in `data` may be shared.
 *
 * @param request,request_len the request as JSON.
 * @param data what it is asked about; not needed afterwards.
 * @param out receives the answer, which the caller frees with `txm_answer_free`; NULL on error.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_JSON` for what is no request, `TXM_STATUS_NOT_FOUND` for a name that
 *   is not there, `TXM_STATUS_DUPLICATE` for one that is there twice, `TXM_STATUS_BAD_VALUE` for data that are not
 *   there and what does not go together, `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_CANCELLED` when `progress` ended it,
 *   and what the functions of the capability answer.
 * @since 0.1
 */
TXM_API txm_status txm_analyze_json(const char *request,
                                    size_t request_len,
                                    const txm_data *data,
                                    txm_answer **out,
                                    txm_error *error);

/**
 * Frees an answer; NULL is fine.
 *
 * Threads: `answer` exclusive.
 *
 * @param answer the answer.
 * @since 0.1
 */
TXM_API void txm_answer_free(txm_answer *answer);

/**
 * Copies an answer as one JSON document, numbers in full.
 *
 * Threads: `answer` may be shared.
 *
 * @param answer the answer.
 * @param buffer,capacity where the text goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
 * @param out_len receives the bytes of the text and its NUL, also when the buffer is too small. May be NULL.
 * @param error receives what went wrong; NULL when not wanted.
 * @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
 * @since 0.1
 */
TXM_API txm_status txm_answer_to_json(const txm_answer *answer,
                                      char *buffer,
                                      size_t capacity,
                                      size_t *out_len,
                                      txm_error *error);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* TOTAL_EXPERIENCE_H */
