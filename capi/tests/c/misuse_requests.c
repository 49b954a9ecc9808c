/* Misuse of requests: see misuse.h. */
#include "misuse.h"

static const char CASCADE[] = "{\"capability\": \"cascade\", \"shock\": [{\"node\": \"checkout/ux/staff\", \"value\": 10}]}";

static int stop(void *user_data, uint64_t done, uint64_t total) {
    (void)user_data, (void)done, (void)total;
    return 1;
}

static void ask(const char *request, const txm_data *data, const char *part) {
    txm_answer *answer = NULL;
    size_t length;
    char *whole;
    EXPECT(OK, txm_analyze_json(request, TXM_NTS, data, &answer, &failure));
    COPY(txm_answer_to_json, answer, whole, length);
    REQUIRE(strstr(whole, part) != NULL && strlen(whole) == length - 1);
    free(whole);
    txm_answer_free(answer);
}

int main(void) {
    const uint32_t far[] = {0, 9}, from[] = {0, 0}, to[] = {1, 2}, offset[] = {0, 2}, step[] = {0, 1};
    const uint64_t goal[] = {3};
    const double weight[] = {1.0, 0.5};
    txm_map *map = shop();
    txm_network *network = NULL;
    txm_answer *answer = NULL;
    txm_data data = TXM_DATA_INIT;
    txm_influences edges = TXM_INFLUENCES_INIT;
    txm_paths paths = TXM_PATHS_INIT;

    EXPECT(OK, txm_network_new(map, &network, &failure));
    EXPECT(NULL_POINTER, txm_analyze_json(NULL, TXM_NTS, &data, &answer, &failure));
    EXPECT(NULL_POINTER, txm_analyze_json(CASCADE, TXM_NTS, NULL, &answer, &failure));
    EXPECT(NULL_POINTER, txm_analyze_json(CASCADE, TXM_NTS, &data, NULL, &failure));
    EXPECT(BAD_LENGTH, txm_analyze_json(CASCADE, HUGE_LENGTH, &data, &answer, &failure));
    EXPECT(NOT_UTF8, txm_analyze_json("\xff", TXM_NTS, &data, &answer, &failure));
    EXPECT(BAD_JSON, txm_analyze_json("{", TXM_NTS, &data, &answer, &failure));
    EXPECT(BAD_JSON, txm_analyze_json("{}", TXM_NTS, &data, &answer, &failure));
    EXPECT(BAD_JSON, txm_analyze_json("{\"capability\": \"magic\"}", TXM_NTS, &data, &answer, &failure));
    EXPECT(BAD_JSON, txm_analyze_json("{\"capability\": \"cascade\", \"version\": 9}", TXM_NTS, &data, &answer,
                                      &failure));
    EXPECT(BAD_VALUE, txm_analyze_json(CASCADE, TXM_NTS, &data, &answer, &failure));
    data.network = network;
    data.struct_size = 4;
    EXPECT(BAD_STRUCT, txm_analyze_json(CASCADE, TXM_NTS, &data, &answer, &failure));
    data.struct_size = sizeof data;
    EXPECT(NOT_FOUND, txm_analyze_json("{\"capability\": \"cascade\", \"shock\": [{\"node\": \"?\", \"value\": 1}]}",
                                       TXM_NTS, &data, &answer, &failure));
    REQUIRE(answer == NULL);
    ask(CASCADE, &data, "\"checkout/ux/staff\"");

    data.paths = &paths;
    paths.struct_size = 4;
    EXPECT(BAD_STRUCT, txm_analyze_json(CASCADE, TXM_NTS, &data, &answer, &failure));
    paths.struct_size = sizeof paths;
    paths.touchpoint_count = 2;
    paths.len = 1;
    paths.offset = offset;
    paths.step = step;
    paths.step_len = 2;
    paths.goal = goal;
    ask("{\"capability\": \"attribution\"}", &data, "\"0000000001\"");

    data.probabilities = &edges;
    data.node_count = 3;
    edges.len = 2;
    EXPECT(NULL_POINTER, txm_analyze_json(CASCADE, TXM_NTS, &data, &answer, &failure));
    edges.from = from;
    edges.to = far;
    edges.weight = weight;
    EXPECT(BAD_NETWORK, txm_analyze_json(CASCADE, TXM_NTS, &data, &answer, &failure));
    edges.to = to;
    data.diffusion = 2;
    EXPECT(BAD_ENUM, txm_analyze_json(CASCADE, TXM_NTS, &data, &answer, &failure));
    data.diffusion = TXM_DIFFUSION_LINEAR_THRESHOLD;
    ask("{\"capability\": \"contagion\", \"seeds\": [\"0000000000\"], \"runs\": 10}", &data, "\"runs\": 10");
    data.progress = stop;
    EXPECT(CANCELLED, txm_analyze_json("{\"capability\": \"contagion\", \"seeds\": [\"0000000000\"], \"runs\": 9999}",
                                       TXM_NTS, &data, &answer, &failure));
    REQUIRE(answer == NULL);
    txm_answer_free(NULL);
    txm_network_free(network);
    txm_map_free(map);
    return failed;
}
