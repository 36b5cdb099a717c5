-- Reordered by hand: the generator would name a column in a key before it adds it.
ALTER TABLE "bed_report" ADD COLUMN "way" text DEFAULT 'events' NOT NULL;--> statement-breakpoint
ALTER TABLE "bed_hour" ADD COLUMN "way" text DEFAULT 'events' NOT NULL;--> statement-breakpoint
ALTER TABLE "bed_hour" ADD COLUMN "reported_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "bed_now" ADD COLUMN "way" text DEFAULT 'events' NOT NULL;--> statement-breakpoint
ALTER TABLE "bed_report" DROP CONSTRAINT "bed_report_facility_ward_room_version_time_event_key_pk";--> statement-breakpoint
ALTER TABLE "bed_hour" DROP CONSTRAINT "bed_hour_hour_facility_ward_room_pk";--> statement-breakpoint
ALTER TABLE "bed_now" DROP CONSTRAINT "bed_now_facility_ward_room_pk";--> statement-breakpoint
ALTER TABLE "bed_report" ADD CONSTRAINT "bed_report_facility_ward_way_room_version_time_event_key_pk" PRIMARY KEY("facility","ward","way","room","version_time","event_key");--> statement-breakpoint
ALTER TABLE "bed_hour" ADD CONSTRAINT "bed_hour_hour_facility_ward_way_room_pk" PRIMARY KEY("hour","facility","ward","way","room");--> statement-breakpoint
ALTER TABLE "bed_now" ADD CONSTRAINT "bed_now_facility_ward_way_room_pk" PRIMARY KEY("facility","ward","way","room");--> statement-breakpoint
-- A room that stands belongs to the way that said so last; what it was before goes with it, lest it be two rooms.
UPDATE "bed_now" SET "way" = split_part("version_id", ':', 1) WHERE "version_id" ~ '^(sirs|aplicares):';--> statement-breakpoint
UPDATE "bed_report" b SET "way" = n."way" FROM "bed_now" n
	WHERE n."way" <> 'events' AND (b."facility", b."ward", b."room") = (n."facility", n."ward", n."room");--> statement-breakpoint
UPDATE "bed_hour" h SET "way" = n."way" FROM "bed_now" n
	WHERE n."way" <> 'events' AND (h."facility", h."ward", h."room") = (n."facility", n."ward", n."room");--> statement-breakpoint
UPDATE "bed_hour" h SET "reported_at" = b."reported_at" FROM "bed_report" b
	WHERE (b."facility", b."ward", b."way", b."room", b."version_time", b."version_id")
		= (h."facility", h."ward", h."way", h."room", h."version_time", h."version_id") AND b."posted_on" IS NOT NULL;--> statement-breakpoint
-- Where several ways tell one ward class the rooms of one of them count. Order and hours are those of domain/bed-way.ts.
CREATE OR REPLACE VIEW "report"."bed" AS
	WITH standing AS (
		SELECT * FROM public.bed_now
		WHERE version_time > (SELECT max(version_time) FROM public.bed_now) - interval '30 days'
			AND (capacity IS DISTINCT FROM 0 OR free > 0 OR occupied > 0 OR queue > 0)
	), told AS (
		SELECT facility, ward, way, coalesce(max(reported_at), '-infinity') AS newest FROM standing GROUP BY facility, ward, way
	), turn AS (
		SELECT DISTINCT ON (facility, ward) facility, ward, way
		FROM (SELECT *, max(newest) OVER (PARTITION BY facility, ward) AS last FROM told) ranked
		WHERE newest >= last - interval '6 hours'
		ORDER BY facility, ward, array_position('{events,fhir,sirs,aplicares,form,file}'::text[], way)
	)
	SELECT facility, ward, count(*)::int AS rooms,
		CASE WHEN count(capacity) = count(*) AND count(occupied) = count(*) THEN sum(capacity)::int END AS capacity,
		CASE WHEN count(capacity) = count(*) AND count(occupied) = count(*) THEN sum(occupied)::int END AS occupied,
		sum(free)::int AS free, sum(queue)::int AS queue,
		CASE WHEN count(reported_at) = count(*) THEN min(reported_at) END AS reported_at
	FROM standing JOIN turn USING (facility, ward, way) GROUP BY facility, ward;--> statement-breakpoint
COMMENT ON VIEW "report"."bed" IS 'Beds now, by facility and ward class: the sum of the rooms, as old as the oldest room''s report; where several ways tell a class, the rooms of one; capacity and occupied are empty where one room leaves either unsaid. | Tempat tidur sekarang, menurut fasilitas dan kelas ruang: jumlah semua kamar, setua laporan kamar tertua; bila satu kelas dilaporkan lewat beberapa jalan, kamar dari satu jalan saja; capacity dan occupied kosong bila satu kamar tidak menyebutnya.';--> statement-breakpoint
CREATE OR REPLACE VIEW "report"."bed_hour" AS
	SELECT hour, facility, ward, sum(free)::int AS free, sum(occupied)::int AS occupied, sum(capacity)::int AS capacity
	FROM (
		SELECT *, min(array_position('{events,fhir,sirs,aplicares,form,file}'::text[], way)) OVER (PARTITION BY hour, facility, ward) AS turn
		FROM public.bed_hour
	) told
	WHERE array_position('{events,fhir,sirs,aplicares,form,file}'::text[], way) = turn
	GROUP BY hour, facility, ward;--> statement-breakpoint
COMMENT ON VIEW "report"."bed_hour" IS 'The last report of each room within each hour, summed by ward class; where several ways reported, the rooms of one; rooms that were silent in that hour are not in it. | Laporan terakhir tiap kamar dalam tiap jam, dijumlahkan per kelas ruang; bila beberapa jalan melapor, kamar dari satu jalan saja; kamar yang tidak melapor pada jam itu tidak termasuk.';
