#pragma once

#include "sim/studies/what_if/what_if.h"
#include "tools/hogtie/output/table.h"

namespace hogtie {

/// One row a figure: as recorded, as changed, and the difference where it is a number.
Table what_if_table(const WhatIfReport& report);

}  // namespace hogtie
