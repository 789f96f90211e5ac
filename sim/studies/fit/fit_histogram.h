#pragma once

#include "core/statistics/count_distribution.h"
#include "proto/schedule.pb.h"

namespace hogtie {

/// Values as the bins of a ScheduleHistogram: one for each up to 32, then 16 for each doubling, the
/// last of which ends at the largest value. Empty bins are left out.
google::protobuf::RepeatedPtrField<proto::Bin> logarithmic_bins(
    const CountDistribution& distribution);

}  // namespace hogtie
