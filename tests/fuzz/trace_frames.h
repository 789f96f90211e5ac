#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hogtie::fuzz {

/// The serialized messages of a trace's frames, as far as they can be opened; none where there is
/// no first line or no frame. Checksums are not looked at.
std::vector<std::string> open_frames(std::string_view trace);

/// A trace with these messages, its sizes and checksums right (see sim/trace/frame.h).
std::string seal_frames(std::span<const std::string> messages);

/// The same trace as if it had been recorded by this program on this machine, where its header is
/// whole and names a build by its fingerprint. What is behind the header stays as it is.
std::string as_recorded_here(std::string_view trace);

}  // namespace hogtie::fuzz
