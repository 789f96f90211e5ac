#include "adversaries/knowledge/known_optimum.h"

#include <vector>

#include "core/error.h"
#include "core/text/quote.h"

namespace hogtie {

std::span<const double> known_optimum(const proto::Adversary& settings,
                                      const AdversaryContext& context) {
  const std::vector<double>* const optimum = context.objective->optimum();
  if (optimum != nullptr) return *optimum;
  throw InputError("adversary " + quote(settings.name()) +
                   " goes by x*, which this objective has none of; use one that does not, such as "
                   "'swarm'");
}

}  // namespace hogtie
