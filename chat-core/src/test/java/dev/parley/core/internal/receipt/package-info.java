/** Tests of receipts. */
@NullMarked
package dev.parley.core.internal.receipt;

import org.jspecify.annotations.NullMarked;
