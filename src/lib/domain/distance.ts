/** Between two points on the map, as the crow flies: no road is known here, so nothing is said of minutes. */
export type Point = readonly [longitude: number, latitude: number];

/** Mean radius of the earth (IUGG 1980). */
const earthRadiusKm = 6_371.0088;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance in kilometres, by the haversine formula (Sinnott 1984); exact to half a per cent. */
export function kilometresBetween([fromLon, fromLat]: Point, [toLon, toLat]: Point): number {
	const alongLat = Math.sin(radians(toLat - fromLat) / 2) ** 2;
	const alongLon = Math.sin(radians(toLon - fromLon) / 2) ** 2;
	const chord = alongLat + Math.cos(radians(fromLat)) * Math.cos(radians(toLat)) * alongLon;
	return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(chord)));
}
