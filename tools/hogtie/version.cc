#include "tools/hogtie/version.h"

namespace hogtie {

std::string_view version() {
  return HOGTIE_VERSION;
}

}  // namespace hogtie
