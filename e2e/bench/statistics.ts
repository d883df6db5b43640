export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Lowest and highest, as text; empty for a single value. */
export function spread(values: number[], format: (value: number) => string): string {
	if (values.length < 2) return '';
	return `${format(Math.min(...values))} – ${format(Math.max(...values))}`;
}
