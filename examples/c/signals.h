/* Reads answers from CSV into columns: a part of the C examples, not of the library. */
#ifndef SIGNALS_H
#define SIGNALS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "total_experience.h"

static txm_error failure;

/* Ends the program when a call did not work. */
static void check(txm_status status, const char *what) {
    if (status != TXM_STATUS_OK) {
        fprintf(stderr, "%s: %s: %s\n", what, txm_status_text(status), failure.message);
        exit(2);
    }
}

static void *allocate(size_t count, size_t size) {
    void *memory = calloc(count > 0 ? count : 1, size);
    if (memory == NULL) {
        fputs("out of memory\n", stderr);
        exit(2);
    }
    return memory;
}

static char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t length = 0, got = 1;
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    while (got > 0) {
        char *longer = realloc(text, length + 4096 + 1);
        if (longer == NULL) {
            fputs("out of memory\n", stderr);
            exit(2);
        }
        text = longer;
        got = fread(text + length, 1, 4096, file);
        length += got;
    }
    text[length] = '\0';
    fclose(file);
    return text;
}

/* The rows that one machine has, in columns. */
typedef struct {
    size_t len;
    uint32_t *facet;
    double *value;
    uint8_t *missing;
    uint64_t *respondent;
    int64_t *time;
} part;

static part new_part(size_t rows) {
    part rows_of;
    rows_of.len = 0;
    rows_of.facet = allocate(rows, sizeof *rows_of.facet);
    rows_of.value = allocate(rows, sizeof *rows_of.value);
    rows_of.missing = allocate(rows, sizeof *rows_of.missing);
    rows_of.respondent = allocate(rows, sizeof *rows_of.respondent);
    rows_of.time = allocate(rows, sizeof *rows_of.time);
    return rows_of;
}

static void free_part(part *rows_of) {
    free(rows_of->facet);
    free(rows_of->value);
    free(rows_of->missing);
    free(rows_of->respondent);
    free(rows_of->time);
}

/* Facets and their instruments, as they come up. */
enum { MOST_FACETS = 64 };
typedef struct {
    size_t len;
    char key[MOST_FACETS][128];
    uint32_t facet[MOST_FACETS];
    char instrument[MOST_FACETS][32];
} catalogue;

static uint32_t facet_of(catalogue *known, const txm_map *map, char *const *field) {
    char key[128];
    size_t at;
    snprintf(key, sizeof key, "%s/%s/%s", field[0], field[1], field[2]);
    for (at = 0; at < known->len; at++) {
        if (strcmp(known->key[at], key) == 0) {
            return known->facet[at];
        }
    }
    if (known->len == MOST_FACETS) {
        fputs("too many facets for this example\n", stderr);
        exit(2);
    }
    memcpy(known->key[at], key, sizeof key);
    snprintf(known->instrument[at], sizeof known->instrument[at], "%s", field[3]);
    check(txm_map_find(map, TXM_KIND_FACET, key, TXM_NTS, &known->facet[at], &failure), key);
    known->len++;
    return known->facet[at];
}

/* FNV-1a: tells people apart by number. */
static uint64_t hash(const char *text) {
    uint64_t hashed = UINT64_C(0xcbf29ce484222325);
    for (; *text != '\0'; text++) {
        hashed = (hashed ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    }
    return hashed;
}

/* A number, or the items of a questionnaire separated by bars joined to one, 0..100; 0 when there is no answer. */
static int value_of(const char *instrument, const char *text, double *value) {
    double sum = 0.0;
    int items = 0;
    for (;;) {
        char *end;
        const double item = strtod(text, &end);
        if (end == text) {
            return 0;
        }
        /* Every second question of SUS is put the other way round. */
        sum += strcmp(instrument, "sus") != 0 ? item : items % 2 == 0 ? item - 1.0 : 5.0 - item;
        items++;
        if (*end != '|') {
            break;
        }
        text = end + 1;
    }
    *value = strcmp(instrument, "sus") == 0         ? 2.5 * sum
             : strcmp(instrument, "umux_lite") == 0 ? 100.0 * (sum - 2.0) / 12.0
                                                    : sum;
    return 1;
}

/* 2026-03-01 as 20260301: any numbering does that grows with time. */
static int64_t day_of(const char *text) {
    int64_t day = 0;
    for (; *text != '\0'; text++) {
        if (*text >= '0' && *text <= '9') {
            day = 10 * day + (*text - '0');
        }
    }
    return day;
}

/* Splits a line at its commas; the fields that are not there are empty. */
static void split(char *line, char **field, size_t fields) {
    static char nothing[] = "";
    size_t at;
    for (at = 0; at < fields; at++) {
        char *comma;
        field[at] = line == NULL ? nothing : line;
        comma = line == NULL ? NULL : strchr(line, ',');
        if (comma != NULL) {
            *comma = '\0';
        }
        line = comma == NULL ? NULL : comma + 1;
    }
}

#endif
