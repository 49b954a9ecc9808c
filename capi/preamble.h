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
{sections}
 */

#ifndef TOTAL_EXPERIENCE_H
#define TOTAL_EXPERIENCE_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

/** Version of this header; `txm_version_number()` tells that of the library. */
{version}
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
