#include "sim/simulation/derived_iterates.h"

namespace hogtie {

std::vector<double> result(const RunSetup& setup, const Execution& execution) {
  return result(setup, execution.layout, execution.cells);
}

std::vector<double> result(const RunSetup& setup, const RegisterLayout& layout,
                           std::span<const double> cells) {
  std::vector<std::uint64_t> counters;
  for (std::uint32_t c = 0; c < layout.counters; ++c) {
    counters.push_back(to_word(cells[layout.number(CounterRegister{c})]));
  }
  return result(setup.algorithm(), cells.first(layout.doubles), layout.auxiliary, counters);
}

ConvergenceMonitor::Derive derived_iterates(const RunSetup& setup) {
  if (averages(setup.algorithm())) {
    return [last = setup.initial()](const Execution&, const VirtualIterates& iterates,
                                    MovingPoint& average) mutable {
      const double time = static_cast<double>(iterates.time());
      const std::span<const double> x = iterates.iterate().position();
      for (std::uint32_t j = 0; j < x.size(); ++j) {
        const double mean = average.position()[j];
        average.place(j, mean + (last[j] - mean) / time);
        last[j] = x[j];
      }
    };
  }
  if (moves_model(setup.algorithm())) {
    return [&setup](const Execution& execution, const VirtualIterates&, MovingPoint& point) {
      const std::vector<double> x = result(setup, execution);
      for (std::uint32_t j = 0; j < x.size(); ++j) point.place(j, x[j]);
    };
  }
  return {};
}

}  // namespace hogtie
