#include "tests/fuzz/trace_mutator.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "proto/trace.pb.h"
#include "tests/fuzz/message_mutator.h"
#include "tests/fuzz/trace_frames.h"

namespace hogtie::fuzz {
namespace {

std::string mutated_bytes(std::string bytes, const ByteMutator& mutate) {
  constexpr std::size_t kRoom = 64;
  const std::size_t size = bytes.size();
  bytes.resize(size + kRoom);
  bytes.resize(mutate(reinterpret_cast<std::uint8_t*>(bytes.data()), size, bytes.size()));
  return bytes;
}

/// Of a header most often a setting, since what is left of it is a few lines of text.
void mutate_frame(proto::Frame& frame, Choices& choices) {
  if (frame.has_header() && !choices.one_in(4)) {
    return mutate_message(*frame.mutable_header()->mutable_experiment(), choices);
  }
  if (frame.has_header()) return mutate_message(*frame.mutable_header(), choices);
  if (frame.has_chunk()) return mutate_message(*frame.mutable_chunk(), choices);
  if (frame.has_footer()) return mutate_message(*frame.mutable_footer(), choices);
  mutate_message(frame, choices);
}

void mutate_fields(std::string& message, Choices& choices) {
  proto::Frame frame;
  if (!frame.ParseFromString(message)) return;
  mutate_frame(frame, choices);
  message = frame.SerializeAsString();
}

void mutate_frames(std::vector<std::string>& messages, Choices& choices,
                   const ByteMutator& mutate) {
  const std::size_t at = choices.below(messages.size());
  const std::size_t other = choices.below(messages.size());
  switch (choices.below(12)) {
    case 0:
      messages.erase(messages.begin() + static_cast<std::ptrdiff_t>(at));
      return;
    case 1:
      messages.insert(messages.begin() + static_cast<std::ptrdiff_t>(other), messages[at]);
      return;
    case 2:
      std::swap(messages[at], messages[other]);
      return;
    case 3:
    case 4:
      messages[at] = mutated_bytes(messages[at], mutate);
      return;
    default:
      mutate_fields(messages[at], choices);
  }
}

}  // namespace

ByteMutator simple_byte_mutator(Choices& choices) {
  return [&choices](std::uint8_t* bytes, std::size_t size, std::size_t capacity) {
    if (size == 0 || (size < capacity && choices.one_in(4))) {
      const std::size_t at = choices.below(size + 1);
      std::copy_backward(bytes + at, bytes + size, bytes + size + 1);
      bytes[at] = static_cast<std::uint8_t>(choices.below(256));
      return size + 1;
    }
    const std::size_t at = choices.below(size);
    if (choices.one_in(4)) {
      std::copy(bytes + at + 1, bytes + size, bytes + at);
      return size - 1;
    }
    bytes[at] = static_cast<std::uint8_t>(choices.below(256));
    return size;
  };
}

std::string mutated_trace(std::string_view trace, Choices& choices, const ByteMutator& mutate) {
  std::vector<std::string> messages = open_frames(trace);
  if (messages.empty() || choices.one_in(16)) return mutated_bytes(std::string(trace), mutate);
  std::string mutated;
  for (std::uint64_t more = 1 + choices.below(3); more > 0 && !messages.empty(); --more) {
    mutate_frames(messages, choices, mutate);
  }
  mutated = seal_frames(messages);
  if (choices.one_in(16)) mutated.resize(choices.below(mutated.size() + 1));
  return mutated;
}

std::string crossed_trace(std::string_view first, std::string_view last, Choices& choices) {
  std::vector<std::string> messages = open_frames(first);
  const std::vector<std::string> others = open_frames(last);
  messages.resize(choices.below(messages.size() + 1));
  const std::size_t from = choices.below(others.size() + 1);
  messages.insert(messages.end(), others.begin() + static_cast<std::ptrdiff_t>(from), others.end());
  return seal_frames(messages);
}

}  // namespace hogtie::fuzz
