/** High-water marks. Start here: {@link dev.parley.core.internal.receipt.ReceiptService}. */
@NullMarked
package dev.parley.core.internal.receipt;

import org.jspecify.annotations.NullMarked;
