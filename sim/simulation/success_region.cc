#include "sim/simulation/success_region.h"

#include "core/error.h"
#include "core/text/quote.h"

namespace hogtie {

SuccessRegion success_region(const RunSetup& setup) {
  const proto::Success& settings = setup.experiment().success();
  SuccessRegion region{.epsilon = settings.epsilon(), .loss = {}};
  if (settings.has_loss()) region.loss = settings.loss();
  if (settings.has_gradient_norm()) region.gradient_norm = settings.gradient_norm();
  if (!region.loss && !region.gradient_norm && setup.optimum() == nullptr) {
    throw InputError("objective " + quote(setup.experiment().objective().name()) +
                     " has no known minimiser x* to be near to; set success.loss=F, or "
                     "success.gradient_norm=G");
  }
  return region;
}

}  // namespace hogtie
