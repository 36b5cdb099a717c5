/** How far the numbers of one room may go before they are a slip of the finger and no room. */
export const mostBeds = 10_000;

/** Beds are pushed together in need, but not beyond twice the room and a few. */
export const mostOccupied = (capacity: number): number => 2 * capacity + 5;
