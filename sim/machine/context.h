#pragma once

#include <boost/context/detail/fcontext.hpp>
#include <utility>

namespace hogtie {

/// A suspended computation on a stack of its own; null: none. It is a context of Boost.Context's
/// lowest layer, below its fibers: an address in the stack, above which all of its state lies. So
/// a stack that is copied away and back goes on where it was.
using Context = boost::context::detail::fcontext_t;

/// The context that control came from.
using Arrival = boost::context::detail::transfer_t;

/// Makes a context that begins with `entry`, which must never return, on a stack of so many bytes
/// below `top`. `entry` receives what the first switch to the context passes.
inline Context make_context(void* top, std::size_t bytes, void (*entry)(Arrival)) {
  return boost::context::detail::make_fcontext(top, bytes, entry);
}

/// Suspends the running computation, and goes on with `context`, which becomes null. Returns once
/// something goes on with the suspended one.
[[gnu::always_inline]] inline Arrival switch_context(Context& context, void* passed) {
  return boost::context::detail::jump_fcontext(std::exchange(context, nullptr), passed);
}

}  // namespace hogtie
