#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/bench/commands.h"
#include "tests/bench/program.h"
#include "tests/bench/row.h"
#include "tests/bench/size.h"

namespace hogtie::bench {

/// The README's `price`, without its plot, which is gnuplot's work.
inline Arguments price_arguments(const Size& size) {
  if (size.is_short) {
    return {"price", "--quiet", "--alpha", "0.1", "--tau", "4", "--adversaries", "stale_gradient"};
  }
  return {"price", "--quiet", "--tau", "1,4,16,64,256,1024"};
}

/// Three algorithms against three adversaries on the breast-cancer data, with a budget that keeps
/// the league to seconds.
inline Arguments league_arguments(const Size& size, const std::string& data) {
  Arguments arguments{"league", "--quiet", "--trials"};
  if (size.is_short) {
    arguments =
        joined(arguments, {"1", "--algorithms", "sequential_sgd", "--adversaries", "swarm"});
  } else {
    arguments = joined(arguments, {"10", "--algorithms", "epoch_sgd,hogwild,dropping_sgd",
                                   "--adversaries", "uniform,stale_gradient,swarm"});
  }
  return joined(arguments,
                setting_options({"objective.name=logistic", "objective.data.path=" + data,
                                 "success.epsilon=0.3", "algorithm.iterations=2000"}));
}

/// The speed of this program, that of another build of it as 1.
inline std::vector<Row> against_rows(const Program& program, const Program& other, const Size& size,
                                     const std::string& data) {
  const auto row = [&](const std::string& name, const auto& side, std::optional<double> wanted) {
    return Row{name + ", other program = 1", side(program), side(other), wanted};
  };
  const auto plain = [](const Arguments& arguments) {
    return [=](const Program& tried) { return command(tried, arguments, kTwoCores, 0); };
  };
  const CommandWorkload workload{size.steps(20'000'000) / 17};
  return {
      row("price of the README", plain(price_arguments(size)), 3),
      row("league on breast-cancer", plain(league_arguments(size, data)), 3),
      row(
          "trials, d = 1, T = 1000, one core",
          [&](const Program& tried) { return trials_command(tried, size.steps(3'000)); }, 4),
      row(
          "run, all metrics",
          [&](const Program& tried) { return run_command_of(tried, workload, kTwoCores); },
          std::nullopt),
  };
}

}  // namespace hogtie::bench
