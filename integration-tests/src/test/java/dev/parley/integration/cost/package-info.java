/** What requests cost the stores. Start here: {@link dev.parley.integration.cost.SyncCostTest}. */
@NullMarked
package dev.parley.integration.cost;

import org.jspecify.annotations.NullMarked;
