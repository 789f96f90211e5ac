#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/algorithms/algorithm_entry.h"
#include "core/algorithms/barrier.h"
#include "core/algorithms/iterations.h"
#include "core/algorithms/memory_needs.h"
#include "core/algorithms/restrict_view.h"
#include "core/objectives/finite_sum.h"

namespace hogtie {

/// KroMagnon (Mania, Pan, Papailiopoulos, Recht, Ramchandran, Jordan 2017): lock-free sparse SVRG.
/// Every epoch begins with a snapshot y of the model and mu, the gradient of f there, to which
/// every worker adds its share of the samples; then workers add -alpha (g_i(x) - g_i(y) + D mu),
/// restricted to the sample's support, without waiting for each other (D: support_weights).
/// Barriers made of registers separate these.
///
/// Promises a linear rate for strongly convex f, with a constant step size, where SGD stalls at its
/// noise floor; delays within an epoch slow it down, and one worker that is not scheduled stops all
/// at the epoch's end.
struct Kromagnon {
  static constexpr AlgorithmEntry kEntry{
      .listing = {.name = "kromagnon",
                  .description =
                      "variance reduction by snapshots: sparse lock-free SVRG (Mania et al. 2017)",
                  .parameters = {"step_size", "iterations", "epochs"}}};

  double step_size;                            ///< alpha.
  std::uint64_t iterations;                    ///< Iterations of each epoch, over all workers.
  std::uint64_t epochs;                        ///< At least 1.
  std::uint32_t workers;                       ///< n.
  std::span<const std::uint32_t> coordinates;  ///< 0, ..., d - 1.
  std::shared_ptr<const std::vector<double>> weights;  ///< D.

  static constexpr CounterRegister kBarrier{1};

  /// Throws InputError for an objective that is no FiniteSum.
  static Kromagnon make(const proto::Experiment& experiment, const AlgorithmContext& context);
  void record(proto::Algorithm& settings) const { settings.set_epochs(epochs); }

  std::uint64_t iterations_in_all() const { return epochs * iterations; }

  /// A[0..d): mu.
  MemoryNeeds memory_needs(const Objective& f) const {
    const std::size_t d = f.dimension();
    return {.auxiliary = static_cast<std::uint32_t>(d),
            .counters = 1 + Barrier::kCounters,
            .operations_max = std::max(2 * d, 3 * f.support_max()) + 5,
            .scalars_max = 5,
            .doubles_owned = 2 * d + 2 * f.support_max()};
  }

  /// f must be a FiniteSum.
  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    Worker<M>(*this, memory, static_cast<const FiniteSum&>(f)).run();
  }

 private:
  template <SharedMemory M>
  class Worker {
   public:
    Worker(const Kromagnon& settings, M& memory, const FiniteSum& f)
        : settings_(settings),
          memory_(memory),
          f_(f),
          barrier_(kBarrier, settings.workers),
          mu_(static_cast<std::uint32_t>(f.dimension())),
          snapshot_(memory.allocate(f.dimension())),
          share_(memory.allocate(f.dimension())),
          scratch_(memory.allocate(2 * f.support_max())) {}

    void run() {
      Sample sample{};
      const auto compute = [&](std::span<const double> view, std::span<double> update) {
        sampled_update(sample, view, update);
      };
      std::uint64_t drawn = 0;  // and not yet run: at an epoch's end, of a later one
      for (std::uint64_t epoch = 1; epoch <= settings_.epochs; ++epoch) {
        std::ranges::copy(memory_.read(settings_.coordinates), snapshot_.begin());
        add_share_of_mu();
        barrier_.wait(memory_);
        memory_.finish();  // what is posted belongs to no iteration
        if (epoch == 1) drawn = memory_.fetch_add(kIterationCounter, 1);
        while (drawn < epoch * settings_.iterations) {
          memory_.begin_iteration(drawn);
          sample = f_.draw(memory_.coins());
          memory_.read_add(
              std::array{RegisterList(sample.support), RegisterList(sample.support, mu_)},
              sample.support, compute);
          memory_.end_iteration();
          drawn = memory_.fetch_add(kIterationCounter, 1);
        }
        if (epoch == settings_.epochs) return;
        barrier_.wait(memory_);
        empty_slice_of_mu();
        barrier_.wait(memory_);
      }
    }

   private:
    /// `view`: of the model and of mu, on the support.
    void sampled_update(const Sample& sample, std::span<const double> view,
                        std::span<double> update) {
      const std::size_t size = sample.support.size();
      f_.gradient_difference(sample, view.first(size), snapshot_, update, scratch_);
      const std::span<const double> mu = view.subspan(size);
      for (std::size_t k = 0; k < size; ++k) {
        const double mean = (*settings_.weights)[sample.support[k]] * mu[k];
        update[k] = -settings_.step_size * (update[k] + mean);
      }
    }

    void add_share_of_mu() {
      std::ranges::fill(share_, 0.0);
      const std::size_t samples = f_.samples();
      for (std::size_t i = first(samples); i < end(samples); ++i) {
        const Sample sample = f_.sample(i);
        const std::size_t size = sample.support.size();
        const std::span<double> gradient = scratch_.subspan(size, size);
        f_.gradient(sample, restrict_view(snapshot_, sample.support, scratch_.first(size)),
                    memory_.coins(), gradient);
        for (std::size_t k = 0; k < gradient.size(); ++k) share_[sample.support[k]] += gradient[k];
      }
      for (double& component : share_) component /= static_cast<double>(samples);
      memory_.add(RegisterList{settings_.coordinates, mu_}, share_);
    }

    /// Adds what is there, negated, which leaves 0 exactly.
    void empty_slice_of_mu() {
      const std::size_t d = f_.dimension();
      const RegisterList slice(settings_.coordinates.subspan(first(d), end(d) - first(d)), mu_);
      const std::span<const double> there = memory_.read(slice);
      const std::span<double> negated = share_.first(slice.size());
      std::ranges::transform(there, negated.begin(), [](double x) { return -x; });
      memory_.add(slice, negated);
    }

    /// This worker's part of so many.
    std::size_t first(std::size_t all) const { return all * memory_.worker() / settings_.workers; }
    std::size_t end(std::size_t all) const {
      return all * (std::size_t{memory_.worker()} + 1) / settings_.workers;
    }

    const Kromagnon& settings_;
    M& memory_;
    const FiniteSum& f_;
    Barrier barrier_;
    std::uint32_t mu_;  // first register
    std::span<double> snapshot_;
    std::span<double> share_;
    std::span<double> scratch_;
  };
};

}  // namespace hogtie
