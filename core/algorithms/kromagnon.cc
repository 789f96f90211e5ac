#include "core/algorithms/kromagnon.h"

#include "core/algorithms/objective_as.h"
#include "core/algorithms/support_weights.h"

namespace hogtie {

Kromagnon Kromagnon::make(const proto::Experiment& experiment, const AlgorithmContext& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  const auto& sum =
      objective_as<FiniteSum>(experiment, context, "an objective that is a finite sum");
  constexpr std::uint64_t kDefaultEpochs = 10;
  return {settings.step_size(),
          settings.iterations(),
          settings.has_epochs() ? settings.epochs() : kDefaultEpochs,
          experiment.workers(),
          context.coordinates,
          std::make_shared<const std::vector<double>>(support_weights(sum))};
}

}  // namespace hogtie
