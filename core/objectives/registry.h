#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/data/dataset.h"
#include "core/objectives/objective.h"
#include "core/text/registry_entry.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// All objectives, in the order in which `hogtie list objectives` shows them.
std::span<const RegistryEntry> objectives();

/// Whether the setting of this name in the group takes part: the objective takes it, and no other
/// setting stands in its place, as a file of ratings does for those that a matrix is sampled by.
bool takes_setting(const proto::Objective& settings, std::string_view name);

/// Throws InputError for an unknown name, a setting that the objective does not take, or a value
/// out of range.
void check_objective(const proto::Objective& settings);

/// The data set that the settings name. Throws InputError where they name none, it cannot be read,
/// it is not the one whose size and digest they record, or it has values that are too large to
/// compute with.
Dataset read_data(const proto::Objective& settings);

/// The objective that the settings describe; reads its data set, if it has one. Throws as
/// check_objective and read_data.
std::unique_ptr<const Objective> make_objective(const proto::Objective& settings);

/// The starting point x_0 that the settings give for their objective f. Throws InputError when
/// `initial` has neither one entry nor one for each coordinate, or an entry is not finite.
std::vector<double> initial_point(const proto::Objective& settings, const Objective& f);

/// The radius R of the ball over which M is taken: the setting, else ||x_0 - x*||. None where there
/// is no x*. Throws as initial_point and f.optimum do.
std::optional<double> ball_radius(const proto::Objective& settings, const Objective& f);

/// The constants of f over that ball, where it has any.
std::optional<Constants> constants_of(const proto::Objective& settings, const Objective& f);

}  // namespace hogtie
