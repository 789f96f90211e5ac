#include "tools/hogtie/output/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <utility>

namespace hogtie {
namespace {

constexpr std::chrono::seconds kBeforeFirst{2};
constexpr std::chrono::milliseconds kBetween{200};

// On a line of its own, and no wider than a narrow terminal, which could not erase it otherwise.
constexpr std::string_view kErase = "\r\x1b[K";
constexpr std::size_t kWidest = 79;

std::string time_text(double seconds) {
  constexpr double kMinute = 60;
  constexpr double kHour = 60 * kMinute;
  const auto whole = [](double value) { return std::to_string(std::llround(std::ceil(value))); };
  if (seconds < 2 * kMinute) return whole(seconds) + " s";
  if (seconds < 2 * kHour) return whole(seconds / kMinute) + " min";
  return whole(seconds / kHour) + " h";
}

std::string line(const std::string& label, std::uint64_t done, std::optional<std::uint64_t> total) {
  std::string text = std::to_string(done);
  if (total) text += " of " + std::to_string(*total);
  text += " " + label;
  if (total && *total > 0) {
    const double share = static_cast<double>(done) / static_cast<double>(*total);
    text += ", " + std::to_string(static_cast<int>(100 * std::min(share, 1.0))) + "%";
  }
  return text;
}

}  // namespace

std::ostream* progress_stream(bool quiet) {
  const char* const terminal = std::getenv("TERM");
  if (quiet || !terminal || terminal == std::string_view("dumb")) return nullptr;
  return isatty(STDERR_FILENO) ? &std::cerr : nullptr;
}

Progress::Progress(std::ostream* out, std::string label, std::function<Time()> now)
    : out_(out),
      label_(std::move(label)),
      now_(std::move(now)),
      begin_(now_()),
      next_(begin_ + kBeforeFirst) {}

Progress::~Progress() {
  erase();
}

void Progress::update(std::uint64_t done, std::optional<std::uint64_t> total) {
  if (!out_) return;
  const Time time = now_();
  if (time < next_) return;
  next_ = time + kBetween;
  std::string text = line(label_, done, total);
  if (total && *total > done && done > before_) {
    const double seconds = std::chrono::duration<double>(time - begin_).count();
    text += ", " +
            time_text(seconds * static_cast<double>(*total - done) /
                      static_cast<double>(done - before_)) +
            " left";
  }
  *out_ << kErase << text.substr(0, kWidest) << std::flush;
  shown_ = true;
}

void Progress::erase() {
  if (!shown_) return;
  *out_ << kErase << std::flush;
  shown_ = false;
}

}  // namespace hogtie
