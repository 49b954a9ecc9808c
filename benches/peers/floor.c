/* What careful plain C gets on the cascade workloads: compressed rows by counting sort (A5) and
 * Gauss-Seidel sweeps to a step of 1e-10 of the right-hand side (A1, A2, A4, A6). One thread.
 *
 *     cc -O3 -march=native floor.c -o floor -lm
 *     ./floor FOLDER freeze|source|keystone [REPS]          FOLDER as make_graph.py wrote it
 *
 * One JSON line with the keys of the scripts; checksums and residual as in cascade.py. */
#define _GNU_SOURCE
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

struct rows {
    uint32_t n, *start, *column;
    double *weight;
};

static void *memory(size_t bytes)
{
    void *found = calloc(bytes ? bytes : 1, 1);
    if (!found)
        exit((perror("memory"), 1));
    return found;
}

static void *column(const char *folder, const char *name, size_t *bytes)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        exit((perror(path), 1));
    *bytes = ftell(file);
    rewind(file);
    void *values = memory(*bytes);
    if (fread(values, 1, *bytes, file) != *bytes)
        exit((perror(path), 1));
    fclose(file);
    return values;
}

static struct rows freeze(uint32_t n, size_t m, const uint32_t *row, const uint32_t *col, const double *weight)
{
    struct rows a = {n, memory((n + 1ul) * 4), malloc(m * 4), malloc(m * 8)};
    uint32_t *next = malloc(n * 4ul);
    for (size_t e = 0; e < m; e++)
        a.start[row[e] + 1]++;
    for (uint32_t i = 0; i < n; i++)
        next[i] = a.start[i], a.start[i + 1] += a.start[i];
    for (size_t e = 0; e < m; e++) {
        uint32_t at = next[row[e]]++;
        a.column[at] = col[e];
        a.weight[at] = weight[e];
    }
    free(next);
    return a;
}

static void discard(struct rows *a)
{
    free(a->start), free(a->column), free(a->weight);
}

/* Row i times x. Two sums, so that an addition need not wait for the one before. */
static inline double times(const struct rows *a, uint32_t i, const double *x)
{
    double one = 0, two = 0;
    uint32_t e = a->start[i], end = a->start[i + 1];
    for (; e + 1 < end; e += 2) {
        one += a->weight[e] * x[a->column[e]];
        two += a->weight[e + 1] * x[a->column[e + 1]];
    }
    return one + two + (e < end ? a->weight[e] * x[a->column[e]] : 0);
}

static double square(double x) { return x * x; }

static int gauss_seidel(const struct rows *a, const double *push, double *x)
{
    double size = 0;
    for (uint32_t i = 0; i < a->n; i++)
        x[i] = push[i], size += square(push[i]);
    for (int sweep = 1;; sweep++) {
        double moved = 0;
        for (uint32_t i = 0; i < a->n; i++) {
            double new = push[i] + times(a, i, x);
            moved += square(new - x[i]);
            x[i] = new;
        }
        if (moved <= size * square(1e-10) || sweep == 5000)
            return sweep;
    }
}

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec + 1e-9 * now.tv_nsec;
}

static int order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    int reps = argc > 3 ? atoi(argv[3]) : 5;
    if (argc < 3 || reps < 1 || reps > 1000) {
        fprintf(stderr, "usage: %s FOLDER freeze|source|keystone [REPS]\n", argv[0]);
        return 2;
    }
    int freezes = !strcmp(argv[2], "freeze"), forwards = freezes || !strcmp(argv[2], "source");
    size_t bytes;
    uint32_t *source = column(argv[1], "src.u32", &bytes), *target = column(argv[1], "dst.u32", &bytes);
    double *weight = column(argv[1], "w.f64", &bytes);
    uint32_t *scenarios = column(argv[1], "scenarios.u32", &(size_t){0});
    size_t m = bytes / sizeof *weight;
    uint32_t n = 0;
    for (size_t e = 0; e < m; e++) {
        n = source[e] >= n ? source[e] + 1 : n;
        n = target[e] >= n ? target[e] + 1 : n;
    }
    char *meta = column(argv[1], "meta.json", &bytes);
    int acyclic = bytes > 0 && memmem(meta, bytes, "\"acyclic\"", 9) != NULL;

    const uint32_t *row = forwards ? target : source, *col = forwards ? source : target;
    struct rows a = freeze(n, m, row, col, weight);
    double *push = memory(n * 8ul), *x = memory(n * 8ul), *cpu = memory(reps * 8ul), *wall = memory(reps * 8ul);
    for (uint32_t i = 0; i < n; i++)
        push[i] = freezes ? (i + 1.0) / n : forwards ? i == scenarios[0] : 1;
    int sweeps = 0;
    /* Call -1 warms up, as in the scripts. */
    for (int rep = -1; rep < reps; rep++) {
        if (freezes)
            discard(&a);
        double w = seconds(CLOCK_MONOTONIC), c = seconds(CLOCK_PROCESS_CPUTIME_ID);
        if (freezes)
            a = freeze(n, m, row, col, weight);
        else
            sweeps = gauss_seidel(&a, push, x);
        if (rep >= 0) {
            cpu[rep] = seconds(CLOCK_PROCESS_CPUTIME_ID) - c;
            wall[rep] = seconds(CLOCK_MONOTONIC) - w;
        }
    }
    double checksum = 0, gap = 0, size = 0;
    for (uint32_t i = 0; i < n; i++) {
        double product = times(&a, i, freezes ? push : x);
        checksum += freezes ? product : x[i];
        gap += square(push[i] + product - x[i]);
        size += square(push[i]);
    }
    qsort(cpu, reps, sizeof *cpu, order);
    qsort(wall, reps, sizeof *wall, order);
    const char *plain = freezes ? "A5" : !forwards ? "A1" : n <= 1000 ? "A4" : "A2";
    const char *uphill = freezes ? "A6-freeze" : !forwards ? "A6" : "A6-source";
    const char *peer = freezes ? "c-sort" : "c-gauss-seidel";
    double middle = (cpu[(reps - 1) / 2] + cpu[reps / 2]) / 2;
    double middle_wall = (wall[(reps - 1) / 2] + wall[reps / 2]) / 2;
    printf("{\"workload\": \"%s\", \"peer\": \"%s\", ", acyclic ? uphill : plain, peer);
    printf("\"version\": \"%s\", \"size\": \"n=%u m=%zu\", \"threads\": 1, ", __VERSION__, n, m);
    printf("\"seconds_cpu_min\": %.7f, \"seconds_cpu_median\": %.7f, ", cpu[0], middle);
    printf("\"seconds_wall_median\": %.7f, \"reps\": %d, ", middle_wall, reps);
    if (!freezes)
        printf("\"iterations\": %d, \"residual\": %.6g, ", sweeps, sqrt(gap / size));
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("\"checksum\": %.17g, \"peak_rss_mb\": %ld}\n", checksum, usage.ru_maxrss / 1024);
    return 0;
}
