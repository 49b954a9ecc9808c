/* total_experience.hpp: the C interface with C++17 habits. Header-only and thin: handles that free themselves and can
 * be moved, arrays in as spans, vectors out, errors as exceptions. What the functions do stands in total_experience.h.
 *
 * To do without exceptions, define TXM_THROW(status, message) as something that does not return before including this.
 */
#ifndef TOTAL_EXPERIENCE_HPP
#define TOTAL_EXPERIENCE_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "total_experience.h"

namespace txm {

/** A call that did not work: its status, and what() in words. */
class error : public std::runtime_error {
  public:
    error(txm_status status, const char *message) : std::runtime_error(message), status_(status) {}
    txm_status status() const noexcept { return status_; }

  private:
    txm_status status_;
};

} // namespace txm

#ifndef TXM_THROW
#define TXM_THROW(status, message) throw ::txm::error((status), (message))
#endif

namespace txm {

/** Borrowed elements in a row. It must not outlive what it was made from. */
template <class T> class span {
  public:
    span() noexcept = default;
    span(const T *data, std::size_t size) noexcept : data_(data), size_(size) {}
    span(const std::vector<T> &elements) noexcept : span(elements.data(), elements.size()) {}
    template <std::size_t N> span(const T (&elements)[N]) noexcept : span(elements, N) {}
    const T *data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }

  private:
    const T *data_ = nullptr;
    std::size_t size_ = 0;
};

namespace detail {

template <class Call> void run(Call &&call) {
    txm_error failure;
    const txm_status status = call(&failure);
    if (status != TXM_STATUS_OK) {
        TXM_THROW(status, failure.message);
    }
}

/** The size that a copying function asks for. */
template <class Call> std::size_t size(Call &&call) {
    std::size_t needed = 0;
    txm_error failure;
    const txm_status status = call(&needed, &failure);
    if (status != TXM_STATUS_OK && status != TXM_STATUS_BUFFER_TOO_SMALL) {
        TXM_THROW(status, failure.message);
    }
    return needed;
}

/** A text from a function that copies one. */
template <class Copy> std::string text(Copy &&copy) {
    const auto measure = [&](std::size_t *needed, txm_error *failure) { return copy(nullptr, 0, needed, failure); };
    std::string text(size(measure), '\0');
    run([&](txm_error *failure) { return copy(text.data(), text.size(), nullptr, failure); });
    text.pop_back();
    return text;
}

/** Makes room for rows in a column, and answers where it is. */
template <class T> T *room(std::vector<T> &column, std::size_t rows) {
    column.resize(rows);
    return column.data();
}

/** Fills columns from a function that copies them; `point` gives them room for so many rows. */
template <class Columns, class Copy, class Point> void fill(Columns columns, Copy &&copy, Point &&point) {
    const std::size_t rows =
        size([&](std::size_t *needed, txm_error *failure) { return copy(columns, needed, failure); });
    point(columns, rows);
    columns.capacity = rows;
    run([&](txm_error *failure) { return copy(columns, nullptr, failure); });
}

template <class T> void same_length(const span<T> &column, std::size_t length, const char *message) {
    if (column.size() != length) {
        TXM_THROW(TXM_STATUS_BAD_LENGTH, message);
    }
}

template <class T, void (*Free)(T *)> struct deleter {
    void operator()(T *handle) const noexcept { Free(handle); }
};

template <class T, void (*Free)(T *)> using handle = std::unique_ptr<T, deleter<T, Free>>;

template <class T, class Call> T *created(Call &&call) {
    T *out = nullptr;
    run([&](txm_error *failure) { return call(&out, failure); });
    return out;
}

} // namespace detail

/** Structs with their defaults, to be filled in. Texts and arrays in them are borrowed until the call. */
inline txm_stakeholder stakeholder() { return TXM_STAKEHOLDER_INIT; }
inline txm_touchpoint touchpoint() { return TXM_TOUCHPOINT_INIT; }
inline txm_outcome outcome() { return TXM_OUTCOME_INIT; }
inline txm_influences influences() { return TXM_INFLUENCES_INIT; }
inline txm_responses responses() { return TXM_RESPONSES_INIT; }
inline txm_scorecard_options scorecard_options() { return TXM_SCORECARD_OPTIONS_INIT; }
inline txm_friction_options friction_options() { return TXM_FRICTION_OPTIONS_INIT; }
inline txm_report_options report_options() { return TXM_REPORT_OPTIONS_INIT; }
inline txm_trajectory_options trajectory_options() { return TXM_TRAJECTORY_OPTIONS_INIT; }
inline txm_handover_options handover_options() { return TXM_HANDOVER_OPTIONS_INIT; }
inline txm_events events() { return TXM_EVENTS_INIT; }
inline txm_paths paths() { return TXM_PATHS_INIT; }
inline txm_solve_options solve_options() { return TXM_SOLVE_OPTIONS_INIT; }

/** Everything an organisation's experience is made of, joined. */
class map {
  public:
    explicit map(std::string_view name)
        : handle_(detail::created<txm_map>([&](txm_map **out, txm_error *failure) {
              return txm_map_new(name.data(), name.size(), out, failure);
          })) {}

    static map from_json(std::string_view json) {
        return map(detail::created<txm_map>([&](txm_map **out, txm_error *failure) {
            return txm_map_from_json(json.data(), json.size(), out, failure);
        }));
    }

    std::string to_json() const {
        return detail::text([&](char *buffer, std::size_t capacity, std::size_t *needed, txm_error *failure) {
            return txm_map_to_json(get(), buffer, capacity, needed, failure);
        });
    }

    std::uint32_t add(const txm_stakeholder &spec) { return added(txm_map_add_stakeholder, spec); }
    std::uint32_t add(const txm_touchpoint &spec) { return added(txm_map_add_touchpoint, spec); }
    std::uint32_t add(const txm_outcome &spec) { return added(txm_map_add_outcome, spec); }
    std::uint32_t add(const txm_influences &columns) { return added(txm_map_add_influences, columns); }

    /** The identifier of the first of these facets; the others follow it. */
    std::uint32_t add_facets(span<std::uint32_t> touchpoint, span<std::int32_t> dimension,
                             span<std::uint32_t> stakeholder) {
        detail::same_length(dimension, touchpoint.size(), "`dimension` has another length than `touchpoint`");
        detail::same_length(stakeholder, touchpoint.size(), "`stakeholder` has another length than `touchpoint`");
        std::uint32_t first = 0;
        detail::run([&](txm_error *failure) {
            return txm_map_add_facets(handle_.get(), touchpoint.data(), dimension.data(), stakeholder.data(),
                                      touchpoint.size(), &first, failure);
        });
        return first;
    }

    std::uint32_t find(std::int32_t kind, std::string_view key) const {
        std::uint32_t id = 0;
        detail::run([&](txm_error *failure) {
            return txm_map_find(get(), kind, key.data(), key.size(), &id, failure);
        });
        return id;
    }

    std::uint64_t count(std::int32_t kind) const {
        std::uint64_t count = 0;
        detail::run([&](txm_error *failure) { return txm_map_count(get(), kind, &count, failure); });
        return count;
    }

    std::string key(std::int32_t kind, std::uint32_t id) const {
        return detail::text([&](char *buffer, std::size_t capacity, std::size_t *needed, txm_error *failure) {
            return txm_map_copy_key(get(), kind, id, buffer, capacity, needed, failure);
        });
    }

    const txm_map *get() const noexcept { return handle_.get(); }

  private:
    explicit map(txm_map *handle) noexcept : handle_(handle) {}

    template <class Spec>
    std::uint32_t added(txm_status (*call)(txm_map *, const Spec *, std::uint32_t *, txm_error *), const Spec &spec) {
        std::uint32_t id = 0;
        detail::run([&](txm_error *failure) { return call(handle_.get(), &spec, &id, failure); });
        return id;
    }

    detail::handle<txm_map, txm_map_free> handle_;
};

/** How many responses each declared facet has; one facet a row. */
struct tally_counts {
    std::vector<std::uint32_t> facet;
    std::vector<std::uint64_t> answers, missing, superseded, excluded;
};

/** The mergeable summary of many responses. */
class tally {
  public:
    tally() : handle_(detail::created<txm_tally>(txm_tally_new)) {}

    static tally from_bytes(span<std::uint8_t> bytes) {
        return tally(detail::created<txm_tally>([&](txm_tally **out, txm_error *failure) {
            return txm_tally_from_bytes(bytes.data(), bytes.size(), out, failure);
        }));
    }

    std::vector<std::uint8_t> to_bytes() const {
        std::vector<std::uint8_t> bytes(detail::size([&](std::size_t *needed, txm_error *failure) {
            return txm_tally_to_bytes(get(), nullptr, 0, needed, failure);
        }));
        detail::run([&](txm_error *failure) {
            return txm_tally_to_bytes(get(), bytes.data(), bytes.size(), nullptr, failure);
        });
        return bytes;
    }

    void declare(span<std::uint32_t> facet, std::string_view instrument) {
        detail::run([&](txm_error *failure) {
            return txm_tally_declare(handle_.get(), facet.data(), facet.size(), instrument.data(), instrument.size(),
                                     failure);
        });
    }

    void add(const txm_responses &columns) {
        detail::run([&](txm_error *failure) { return txm_tally_add_columns(handle_.get(), &columns, failure); });
    }

    void merge(const tally &other) {
        detail::run([&](txm_error *failure) { return txm_tally_merge(handle_.get(), other.get(), failure); });
    }

    tally_counts counts() const {
        tally_counts out;
        detail::fill<txm_tally_count_columns>(
            TXM_TALLY_COUNT_COLUMNS_INIT,
            [&](const txm_tally_count_columns &columns, std::size_t *needed, txm_error *failure) {
                return txm_tally_copy_counts(get(), &columns, needed, failure);
            },
            [&](txm_tally_count_columns &columns, std::size_t rows) {
                columns.facet = detail::room(out.facet, rows);
                columns.answers = detail::room(out.answers, rows);
                columns.missing = detail::room(out.missing, rows);
                columns.superseded = detail::room(out.superseded, rows);
                columns.excluded = detail::room(out.excluded, rows);
            });
        return out;
    }

    const txm_tally *get() const noexcept { return handle_.get(); }

  private:
    explicit tally(txm_tally *handle) noexcept : handle_(handle) {}
    detail::handle<txm_tally, txm_tally_free> handle_;
};

/** Scores of facets, one facet a row; see txm_score_columns for what the numbers mean where there is no score. */
struct scores {
    std::vector<std::uint32_t> facet;
    std::vector<std::int32_t> result, unit, method;
    std::vector<std::uint64_t> n, missing;
    std::vector<double> estimate, low, high, points, points_low, points_high;
};

/** What several facets say together, one dimension or stakeholder group a row. */
struct joint_scores {
    std::vector<std::uint32_t> id;
    std::vector<double> points, low, high, standard_error;
    std::vector<std::uint64_t> n;
    std::vector<double> coverage;
};

/** Scores per facet, per dimension, per stakeholder group, and the composite TX index. */
class scorecard {
  public:
    scorecard(const map &map, const tally &tally, const txm_scorecard_options *options = nullptr)
        : handle_(detail::created<txm_scorecard>([&](txm_scorecard **out, txm_error *failure) {
              return txm_scorecard_new(map.get(), tally.get(), options, out, failure);
          })) {}

    txm::scores scores() const {
        txm::scores out;
        detail::fill<txm_score_columns>(
            TXM_SCORE_COLUMNS_INIT,
            [&](const txm_score_columns &columns, std::size_t *needed, txm_error *failure) {
                return txm_scorecard_copy_scores(get(), &columns, needed, failure);
            },
            [&](txm_score_columns &columns, std::size_t rows) {
                columns.facet = detail::room(out.facet, rows);
                columns.result = detail::room(out.result, rows);
                columns.unit = detail::room(out.unit, rows);
                columns.method = detail::room(out.method, rows);
                columns.n = detail::room(out.n, rows);
                columns.missing = detail::room(out.missing, rows);
                columns.estimate = detail::room(out.estimate, rows);
                columns.low = detail::room(out.low, rows);
                columns.high = detail::room(out.high, rows);
                columns.points = detail::room(out.points, rows);
                columns.points_low = detail::room(out.points_low, rows);
                columns.points_high = detail::room(out.points_high, rows);
            });
        return out;
    }

    /** Joined by TXM_JOIN_DIMENSION or TXM_JOIN_STAKEHOLDER. */
    txm::joint_scores joint_scores(std::int32_t join) const {
        txm::joint_scores out;
        detail::fill<txm_joint_score_columns>(
            TXM_JOINT_SCORE_COLUMNS_INIT,
            [&](const txm_joint_score_columns &columns, std::size_t *needed, txm_error *failure) {
                return txm_scorecard_copy_joint_scores(get(), join, &columns, needed, failure);
            },
            [&](txm_joint_score_columns &columns, std::size_t rows) {
                columns.id = detail::room(out.id, rows);
                columns.points = detail::room(out.points, rows);
                columns.low = detail::room(out.low, rows);
                columns.high = detail::room(out.high, rows);
                columns.standard_error = detail::room(out.standard_error, rows);
                columns.n = detail::room(out.n, rows);
                columns.coverage = detail::room(out.coverage, rows);
            });
        return out;
    }

    txm_index index() const {
        txm_index out = TXM_INDEX_INIT;
        detail::run([&](txm_error *failure) { return txm_scorecard_index(get(), &out, failure); });
        return out;
    }

    const txm_scorecard *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<txm_scorecard, txm_scorecard_free> handle_;
};

/** A report in six parts. */
class report {
  public:
    report(const map &map, const txm_report_options &options)
        : handle_(detail::created<txm_report>([&](txm_report **out, txm_error *failure) {
              return txm_report_new(map.get(), &options, out, failure);
          })) {}

    std::string to_json() const { return written(txm_report_to_json); }
    std::string to_markdown() const { return written(txm_report_to_markdown); }
    const txm_report *get() const noexcept { return handle_.get(); }

  private:
    using writer = txm_status (*)(const txm_report *, char *, std::size_t, std::size_t *, txm_error *);

    std::string written(writer write) const {
        return detail::text([&](char *buffer, std::size_t capacity, std::size_t *needed, txm_error *failure) {
            return write(get(), buffer, capacity, needed, failure);
        });
    }

    detail::handle<txm_report, txm_report_free> handle_;
};

/** The influences of a map, or plain edges, frozen and certified to be stable. */
class network {
  public:
    explicit network(const map &map)
        : handle_(detail::created<txm_network>(
              [&](txm_network **out, txm_error *failure) { return txm_network_new(map.get(), out, failure); })) {}

    network(std::uint32_t node_count, const txm_influences &edges)
        : handle_(detail::created<txm_network>([&](txm_network **out, txm_error *failure) {
              return txm_network_from_columns(node_count, &edges, out, failure);
          })) {}

    txm_stability stability() const {
        txm_stability out = TXM_STABILITY_INIT;
        detail::run([&](txm_error *failure) { return txm_network_stability(get(), &out, failure); });
        return out;
    }

    const txm_network *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<txm_network, txm_network_free> handle_;
};

/** What a shock does at every node; one node a row. */
struct impact {
    std::vector<std::uint32_t> node;
    std::vector<double> shock, direct, indirect, total, standard_error;
};

/** What a shock does to an objective. */
struct effect {
    double value, standard_error;
    std::uint64_t unknown;
};

/** What one unit more at each node is worth to an objective, the most valuable first. */
struct importance {
    std::vector<std::uint32_t> node;
    std::vector<double> value;
};

/** How an effect depends on every influence; one edge a row. */
struct sensitivities {
    std::vector<std::uint32_t> from, to;
    std::vector<double> gradient, variance_share;
};

/** When a shock shows; rows as in `impact`. */
struct trajectory {
    /** Period by period: that of row r in period t is at t * limit.size() + r. */
    std::vector<double> value;
    std::vector<double> limit;
    /** TXM_NONE where the horizon is too short to tell, or the limit is 0. */
    std::vector<std::uint32_t> time_to_90;
};

/** What a shock does where scores saturate; rows as in `impact`. */
struct bounded {
    std::vector<double> total;
    bool unique;
};

/** What a shock does everywhere in a network. */
class cascade {
  public:
    cascade(const network &network, span<std::uint32_t> node, span<double> shock,
            const txm_solve_options *options = nullptr)
        : handle_(detail::created<txm_cascade>([&](txm_cascade **out, txm_error *failure) {
              detail::same_length(shock, node.size(), "`shock` has another length than `node`");
              return txm_cascade_run(network.get(), node.data(), shock.data(), node.size(), options, out, failure);
          })) {}

    /** Standard errors cost a solve for each node that the shock reaches; without them the column is empty. */
    txm::impact impact(bool standard_errors = true) const {
        txm::impact out;
        detail::fill<txm_impact_columns>(
            TXM_IMPACT_COLUMNS_INIT,
            [&](const txm_impact_columns &columns, std::size_t *needed, txm_error *failure) {
                return txm_cascade_copy_impact(get(), &columns, needed, failure);
            },
            [&](txm_impact_columns &columns, std::size_t rows) {
                columns.node = detail::room(out.node, rows);
                columns.shock = detail::room(out.shock, rows);
                columns.direct = detail::room(out.direct, rows);
                columns.indirect = detail::room(out.indirect, rows);
                columns.total = detail::room(out.total, rows);
                columns.standard_error = standard_errors ? detail::room(out.standard_error, rows) : nullptr;
            });
        return out;
    }

    txm::effect effect(span<std::uint32_t> node, span<double> weight) const {
        check_objective(node, weight);
        txm::effect out{};
        detail::run([&](txm_error *failure) {
            return txm_cascade_effect(get(), node.data(), weight.data(), node.size(), &out.value, &out.standard_error,
                                      &out.unknown, failure);
        });
        return out;
    }

    txm::importance importance(span<std::uint32_t> node, span<double> weight) const {
        check_objective(node, weight);
        const std::size_t rows = nodes();
        txm::importance out{std::vector<std::uint32_t>(rows), std::vector<double>(rows)};
        detail::run([&](txm_error *failure) {
            return txm_cascade_copy_importance(get(), node.data(), weight.data(), node.size(), out.node.data(),
                                               out.value.data(), rows, nullptr, failure);
        });
        return out;
    }

    txm::sensitivities sensitivities(span<std::uint32_t> node, span<double> weight) const {
        check_objective(node, weight);
        txm::sensitivities out;
        detail::fill<txm_sensitivity_columns>(
            TXM_SENSITIVITY_COLUMNS_INIT,
            [&](const txm_sensitivity_columns &columns, std::size_t *needed, txm_error *failure) {
                return txm_cascade_copy_sensitivities(get(), node.data(), weight.data(), node.size(), &columns, needed,
                                                      failure);
            },
            [&](txm_sensitivity_columns &columns, std::size_t rows) {
                columns.from = detail::room(out.from, rows);
                columns.to = detail::room(out.to, rows);
                columns.gradient = detail::room(out.gradient, rows);
                columns.variance_share = detail::room(out.variance_share, rows);
            });
        return out;
    }

    txm::trajectory trajectory(const txm_trajectory_options &options = trajectory_options()) const {
        const std::size_t rows = nodes();
        const std::size_t numbers = detail::size([&](std::size_t *needed, txm_error *failure) {
            return txm_cascade_copy_trajectory(get(), &options, nullptr, nullptr, nullptr, 0, needed, failure);
        });
        txm::trajectory out{std::vector<double>(numbers), std::vector<double>(rows), std::vector<std::uint32_t>(rows)};
        detail::run([&](txm_error *failure) {
            return txm_cascade_copy_trajectory(get(), &options, out.value.data(), out.limit.data(),
                                               out.time_to_90.data(), numbers, nullptr, failure);
        });
        return out;
    }

    txm::bounded bounded(span<std::uint32_t> node, span<double> score, double fall_weight = 1.0) const {
        detail::same_length(score, node.size(), "`score` has another length than `node`");
        txm::bounded out{std::vector<double>(nodes()), false};
        std::int32_t unique = 0;
        detail::run([&](txm_error *failure) {
            return txm_cascade_copy_bounded(get(), node.data(), score.data(), node.size(), fall_weight,
                                            out.total.data(), out.total.size(), nullptr, &unique, failure);
        });
        out.unique = unique != 0;
        return out;
    }

    const txm_cascade *get() const noexcept { return handle_.get(); }

  private:
    std::size_t nodes() const {
        const txm_impact_columns columns = TXM_IMPACT_COLUMNS_INIT;
        return detail::size([&](std::size_t *needed, txm_error *failure) {
            return txm_cascade_copy_impact(get(), &columns, needed, failure);
        });
    }

    static void check_objective(span<std::uint32_t> node, span<double> weight) {
        detail::same_length(weight, node.size(), "`weight` has another length than `node`");
    }

    detail::handle<txm_cascade, txm_cascade_free> handle_;
};

/** What happened, when, and to whom. */
class log {
  public:
    explicit log(const txm_events &events)
        : handle_(detail::created<txm_log>(
              [&](txm_log **out, txm_error *failure) { return txm_log_from_columns(&events, out, failure); })) {}

    const txm_log *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<txm_log, txm_log_free> handle_;
};

/** The activities that journeys visit, one a row; see txm_journey_node_columns. */
struct journey_nodes {
    std::vector<std::uint32_t> activity;
    std::vector<std::uint64_t> visits, objects, starts, ends;
};

/** Which activity directly follows which; one edge a row. Waits are seconds; see txm_journey_edge_columns. */
struct journey_edges {
    std::vector<std::uint32_t> from, to;
    std::vector<std::uint64_t> count, objects;
    std::vector<double> mean, least, median, p90, most;
};

namespace detail {

/** Nodes from a function that copies them. */
template <class Copy> journey_nodes nodes(Copy &&copy) {
    journey_nodes out;
    fill<txm_journey_node_columns>(TXM_JOURNEY_NODE_COLUMNS_INIT, copy,
         [&](txm_journey_node_columns &columns, std::size_t rows) {
             columns.activity = room(out.activity, rows);
             columns.visits = room(out.visits, rows);
             columns.objects = room(out.objects, rows);
             columns.starts = room(out.starts, rows);
             columns.ends = room(out.ends, rows);
         });
    return out;
}

/** Edges from a function that copies them. */
template <class Copy> journey_edges edges(Copy &&copy) {
    journey_edges out;
    fill<txm_journey_edge_columns>(TXM_JOURNEY_EDGE_COLUMNS_INIT, copy,
         [&](txm_journey_edge_columns &columns, std::size_t rows) {
             columns.from = room(out.from, rows);
             columns.to = room(out.to, rows);
             columns.count = room(out.count, rows);
             columns.objects = room(out.objects, rows);
             columns.mean = room(out.mean, rows);
             columns.least = room(out.least, rows);
             columns.median = room(out.median, rows);
             columns.p90 = room(out.p90, rows);
             columns.most = room(out.most, rows);
         });
    return out;
}

} // namespace detail

/** The different journeys, the most common first, and how many journeys there are in all. */
struct journey_variants {
    std::vector<std::uint64_t> count;
    std::vector<std::vector<std::uint32_t>> activities;
    std::uint64_t objects;
};

/** How the objects of one type move from activity to activity. */
class journeys {
  public:
    journeys(const log &log, std::uint32_t object_type)
        : handle_(detail::created<txm_journeys>([&](txm_journeys **out, txm_error *failure) {
              return txm_journeys_new(log.get(), object_type, out, failure);
          })) {}

    journey_nodes nodes() const {
        return detail::nodes([&](const txm_journey_node_columns &columns, std::size_t *needed, txm_error *failure) {
            return txm_journeys_copy_nodes(get(), &columns, needed, failure);
        });
    }

    journey_edges edges() const {
        return detail::edges([&](const txm_journey_edge_columns &columns, std::size_t *needed, txm_error *failure) {
            return txm_journeys_copy_edges(get(), &columns, needed, failure);
        });
    }

    journey_variants variants(std::size_t most = SIZE_MAX) const {
        txm_journey_variant_columns columns = TXM_JOURNEY_VARIANT_COLUMNS_INIT;
        std::size_t steps = 0;
        journey_variants out{};
        const std::size_t rows = detail::size([&](std::size_t *needed, txm_error *failure) {
            return txm_journeys_copy_variants(get(), most, &columns, needed, &steps, &out.objects, failure);
        });
        std::vector<std::size_t> end;
        std::vector<std::uint32_t> activity;
        columns.capacity = rows;
        columns.count = detail::room(out.count, rows);
        columns.end = detail::room(end, rows);
        columns.activity_capacity = steps;
        columns.activity = detail::room(activity, steps);
        detail::run([&](txm_error *failure) {
            return txm_journeys_copy_variants(get(), most, &columns, nullptr, nullptr, nullptr, failure);
        });
        auto from = activity.cbegin();
        for (const std::size_t to : end) {
            const auto behind = activity.cbegin() + static_cast<std::ptrdiff_t>(to);
            out.activities.emplace_back(from, behind);
            from = behind;
        }
        return out;
    }

    const txm_journeys *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<txm_journeys, txm_journeys_free> handle_;
};

/** The mergeable summary of the journeys of one type of objects. */
class journey_tally {
  public:
    explicit journey_tally(std::string_view object_type, double relative_error = NAN)
        : handle_(detail::created<txm_journey_tally>([&](txm_journey_tally **out, txm_error *failure) {
              return txm_journey_tally_new(object_type.data(), object_type.size(), relative_error, out, failure);
          })) {}

    static journey_tally from_bytes(span<std::uint8_t> bytes) {
        return journey_tally(detail::created<txm_journey_tally>([&](txm_journey_tally **out, txm_error *failure) {
            return txm_journey_tally_from_bytes(bytes.data(), bytes.size(), out, failure);
        }));
    }

    std::vector<std::uint8_t> to_bytes() const {
        std::vector<std::uint8_t> bytes(detail::size([&](std::size_t *needed, txm_error *failure) {
            return txm_journey_tally_to_bytes(get(), nullptr, 0, needed, failure);
        }));
        detail::run([&](txm_error *failure) {
            return txm_journey_tally_to_bytes(get(), bytes.data(), bytes.size(), nullptr, failure);
        });
        return bytes;
    }

    void add(const log &log) {
        detail::run(
            [&](txm_error *failure) { return txm_journey_tally_add_log(handle_.get(), log.get(), failure); });
    }

    void merge(const journey_tally &other) {
        detail::run(
            [&](txm_error *failure) { return txm_journey_tally_merge(handle_.get(), other.get(), failure); });
    }

    /** How many journeys there are. */
    std::uint64_t objects() const {
        std::uint64_t objects = 0;
        const txm_journey_node_columns columns = TXM_JOURNEY_NODE_COLUMNS_INIT;
        detail::size([&](std::size_t *needed, txm_error *failure) {
            return txm_journey_tally_copy_nodes(get(), &columns, needed, &objects, failure);
        });
        return objects;
    }

    journey_nodes nodes() const {
        return detail::nodes([&](const txm_journey_node_columns &columns, std::size_t *needed, txm_error *failure) {
            return txm_journey_tally_copy_nodes(get(), &columns, needed, nullptr, failure);
        });
    }

    journey_edges edges() const {
        return detail::edges([&](const txm_journey_edge_columns &columns, std::size_t *needed, txm_error *failure) {
            return txm_journey_tally_copy_edges(get(), &columns, needed, failure);
        });
    }

    std::string name(std::uint32_t activity) const {
        return detail::text([&](char *buffer, std::size_t capacity, std::size_t *needed, txm_error *failure) {
            return txm_journey_tally_copy_name(get(), activity, buffer, capacity, needed, failure);
        });
    }

    const txm_journey_tally *get() const noexcept { return handle_.get(); }

  private:
    explicit journey_tally(txm_journey_tally *handle) noexcept : handle_(handle) {}

    detail::handle<txm_journey_tally, txm_journey_tally_free> handle_;
};

/** What touchpoints are worth to the goal; one a row. */
struct chain_touchpoints {
    std::vector<std::uint32_t> touchpoint;
    std::vector<double> visits, goal, removal_effect, credit, elasticity;
};

/** How likely journeys reach the goal, and what would be lost without each touchpoint. */
class chain {
  public:
    explicit chain(const txm_paths &paths, std::uint32_t order = 1)
        : handle_(detail::created<txm_chain>([&](txm_chain **out, txm_error *failure) {
              return txm_chain_new(&paths, order, out, failure);
          })) {}

    txm_case_ends ends() const {
        txm_case_ends out = TXM_CASE_ENDS_INIT;
        detail::run([&](txm_error *failure) { return txm_chain_ends(get(), &out, failure); });
        return out;
    }

    chain_touchpoints touchpoints() const {
        chain_touchpoints out;
        detail::fill<txm_chain_touchpoint_columns>(
            TXM_CHAIN_TOUCHPOINT_COLUMNS_INIT,
            [&](const txm_chain_touchpoint_columns &columns, std::size_t *needed, txm_error *failure) {
                return txm_chain_copy_touchpoints(get(), &columns, needed, failure);
            },
            [&](txm_chain_touchpoint_columns &columns, std::size_t rows) {
                columns.touchpoint = detail::room(out.touchpoint, rows);
                columns.visits = detail::room(out.visits, rows);
                columns.goal = detail::room(out.goal, rows);
                columns.removal_effect = detail::room(out.removal_effect, rows);
                columns.credit = detail::room(out.credit, rows);
                columns.elasticity = detail::room(out.elasticity, rows);
            });
        return out;
    }

    const txm_chain *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<txm_chain, txm_chain_free> handle_;
};

/** Touchpoints, one a row, the heaviest first; the last four have a number per touchpoint and group. */
struct friction_touchpoints {
    std::vector<std::uint32_t> touchpoint, owner;
    std::vector<double> burden, breadth;
    std::vector<std::int32_t> result;
    std::vector<double> friction, exposure, group_burden;
};

/** What hurts at the touchpoints of a log, whom, and how widely it is shared. */
class friction {
  public:
    friction(const log &log, const txm_friction_options &options)
        : handle_(detail::created<txm_friction>([&](txm_friction **out, txm_error *failure) {
              return txm_friction_new(log.get(), &options, out, failure);
          })),
          groups_(options.group_len) {}

    friction_touchpoints touchpoints() const {
        friction_touchpoints out;
        detail::fill<txm_friction_columns>(
            TXM_FRICTION_COLUMNS_INIT,
            [&](const txm_friction_columns &columns, std::size_t *needed, txm_error *failure) {
                return txm_friction_copy_touchpoints(get(), &columns, needed, failure);
            },
            [&](txm_friction_columns &columns, std::size_t rows) {
                columns.touchpoint = detail::room(out.touchpoint, rows);
                columns.owner = detail::room(out.owner, rows);
                columns.burden = detail::room(out.burden, rows);
                columns.breadth = detail::room(out.breadth, rows);
                columns.result = detail::room(out.result, rows * groups_);
                columns.friction = detail::room(out.friction, rows * groups_);
                columns.exposure = detail::room(out.exposure, rows * groups_);
                columns.group_burden = detail::room(out.group_burden, rows * groups_);
            });
        return out;
    }

    std::string to_json() const {
        return detail::text([&](char *buffer, std::size_t capacity, std::size_t *needed, txm_error *failure) {
            return txm_friction_to_json(get(), buffer, capacity, needed, failure);
        });
    }

    const txm_friction *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<txm_friction, txm_friction_free> handle_;
    std::size_t groups_;
};

/** Where work crosses the borders between teams and what that costs. */
class handover {
  public:
    handover(const log &log, const txm_handover_options &options)
        : handle_(detail::created<txm_handover>([&](txm_handover **out, txm_error *failure) {
              return txm_handover_new(log.get(), &options, out, failure);
          })) {}

    std::string to_json() const {
        return detail::text([&](char *buffer, std::size_t capacity, std::size_t *needed, txm_error *failure) {
            return txm_handover_to_json(get(), buffer, capacity, needed, failure);
        });
    }

    const txm_handover *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<txm_handover, txm_handover_free> handle_;
};

} // namespace txm

#endif
