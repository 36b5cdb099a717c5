-- Written by hand: Drizzle's generator knows neither comments nor grants.
--
-- What tools such as Metabase, Superset or Grafana may read: counts, sums and reports of facilities, never a row about a
-- person. The role that reads them is made by `npm run report-role`, since roles belong to the whole server and not every
-- owner of a database may make one. Comments are «English | Indonesian»; the page /api-docs shows them.
CREATE SCHEMA "report";
--> statement-breakpoint
COMMENT ON SCHEMA "report" IS 'Aggregates for reporting tools, for planners; not for publication: small counts are not rounded. | Agregat untuk alat pelaporan, bagi perencana; bukan untuk publikasi: angka kecil tidak dibulatkan.';
--> statement-breakpoint
CREATE VIEW "report"."facility" AS
	SELECT code, name, kind, hospital_class, owner, beds, kecamatan::text AS kecamatan, lon, lat, demo FROM public.facility;
--> statement-breakpoint
COMMENT ON VIEW "report"."facility" IS 'Every registered facility; the other views name facilities by this code. | Semua fasilitas terdaftar; view lain menyebut fasilitas dengan kode ini.';
--> statement-breakpoint
CREATE VIEW "report"."bed" AS
	SELECT facility, ward, count(*)::int AS rooms,
		CASE WHEN count(capacity) = count(*) AND count(occupied) = count(*) THEN sum(capacity)::int END AS capacity,
		CASE WHEN count(capacity) = count(*) AND count(occupied) = count(*) THEN sum(occupied)::int END AS occupied,
		sum(free)::int AS free, sum(queue)::int AS queue,
		CASE WHEN count(reported_at) = count(*) THEN min(reported_at) END AS reported_at
	FROM public.bed_now
	WHERE version_time > (SELECT max(version_time) FROM public.bed_now) - interval '30 days'
	GROUP BY facility, ward;
--> statement-breakpoint
COMMENT ON VIEW "report"."bed" IS 'Beds now, by facility and ward class: the sum of the rooms, as old as the oldest room''s report; capacity and occupied are empty where one room leaves either unsaid. | Tempat tidur sekarang, menurut fasilitas dan kelas ruang: jumlah semua kamar, setua laporan kamar tertua; capacity dan occupied kosong bila satu kamar tidak menyebutnya.';
--> statement-breakpoint
CREATE VIEW "report"."bed_hour" AS
	SELECT hour, facility, ward, sum(free)::int AS free, sum(occupied)::int AS occupied, sum(capacity)::int AS capacity
	FROM public.bed_hour GROUP BY hour, facility, ward;
--> statement-breakpoint
COMMENT ON VIEW "report"."bed_hour" IS 'The last report of each room within each hour, summed by ward class; rooms that were silent in that hour are not in it. | Laporan terakhir tiap kamar dalam tiap jam, dijumlahkan per kelas ruang; kamar yang tidak melapor pada jam itu tidak termasuk.';
--> statement-breakpoint
CREATE VIEW "report"."visit_day" AS
	SELECT occurred_on AS day, facility, service, sum(visits)::int AS visits
	FROM public.service_effect GROUP BY occurred_on, facility, service HAVING sum(visits) <> 0;
--> statement-breakpoint
COMMENT ON VIEW "report"."visit_day" IS 'Visits by the day of arrival, facility and service. The newest days still grow: reports come late. | Kunjungan menurut hari datang, fasilitas, dan layanan. Hari-hari terbaru masih bertambah: laporan datang terlambat.';
--> statement-breakpoint
CREATE VIEW "report"."visit_known" AS
	SELECT occurred_on AS day, known_on, facility, sum(visits)::int AS visits
	FROM public.service_effect GROUP BY occurred_on, known_on, facility HAVING sum(visits) <> 0;
--> statement-breakpoint
COMMENT ON VIEW "report"."visit_known" IS 'Visits by the day of arrival and the day on which they became known (corrections are negative): the reporting delay. | Kunjungan menurut hari datang dan hari diketahui (koreksi bernilai negatif): keterlambatan laporan.';
--> statement-breakpoint
CREATE VIEW "report"."disease_week" AS
	SELECT period AS week, icd3, kecamatan::text AS kecamatan, visits FROM public.disease_period WHERE grain = 'week' AND visits <> 0;
--> statement-breakpoint
COMMENT ON VIEW "report"."disease_week" IS 'Visits by primary diagnosis (three characters of ICD-10), week (its Sunday) and kecamatan of residence. Never add case_tally to it. | Kunjungan menurut diagnosis utama (tiga karakter ICD-10), pekan (hari Minggunya), dan kecamatan tempat tinggal. Jangan dijumlahkan dengan case_tally.';
--> statement-breakpoint
CREATE VIEW "report"."disease_month" AS
	SELECT period AS month, icd3, kecamatan::text AS kecamatan, visits FROM public.disease_period WHERE grain = 'month' AND visits <> 0;
--> statement-breakpoint
COMMENT ON VIEW "report"."disease_month" IS 'As disease_week, by calendar month. | Seperti disease_week, menurut bulan kalender.';
--> statement-breakpoint
CREATE VIEW "report"."case_tally" AS
	SELECT reporter, measure, code, area, period, grain, value FROM public.tally
	WHERE posted_on IS NOT NULL AND reversed_on IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "report"."case_tally" IS 'Counts that a reporter handed in ready-made, as they stand. | Hitungan yang diserahkan jadi oleh pelapor, sebagaimana berlaku sekarang.';
--> statement-breakpoint
CREATE VIEW "report"."drug_use_month" AS
	SELECT month, item, facility, quantity FROM public.item_month WHERE quantity <> 0;
--> statement-breakpoint
COMMENT ON VIEW "report"."drug_use_month" IS 'Units dispensed in visits, by month, item and facility. | Satuan yang diserahkan dalam kunjungan, menurut bulan, obat, dan fasilitas.';
--> statement-breakpoint
CREATE VIEW "report"."drug_stock" AS
	SELECT month, item, facility, opening, received, used, lost, closing, stockout_days FROM public.stock
	WHERE posted_on IS NOT NULL AND reversed_on IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "report"."drug_stock" IS 'Monthly drug reports (LPLPO) as they stand. | Laporan obat bulanan (LPLPO) sebagaimana berlaku sekarang.';
--> statement-breakpoint
CREATE VIEW "report"."claim_ladder" AS
	SELECT budget_year, state, service_month, transition_month, facility, service, claims, billed_rupiah, amount_rupiah
	FROM public.claim_standing WHERE claims <> 0;
--> statement-breakpoint
COMMENT ON VIEW "report"."claim_ladder" IS 'Where claims stand: each counts once, in its newest state; amount_rupiah is what stands in that state. | Kedudukan klaim: masing-masing dihitung sekali, pada status terbarunya; amount_rupiah adalah jumlah pada status itu.';
--> statement-breakpoint
CREATE VIEW "report"."budget" AS
	SELECT budget_year, known_on, kind, amount_rupiah, source, demo FROM public.budget;
--> statement-breakpoint
COMMENT ON VIEW "report"."budget" IS 'Budgets as set and revised; the one with the newest known_on stands. | Anggaran sebagaimana ditetapkan dan diubah; yang berlaku ialah known_on terbaru.';
--> statement-breakpoint
CREATE VIEW "report"."member_count" AS
	SELECT kecamatan::text AS kecamatan, status, sum(persons)::int AS persons
	FROM public.member_effect GROUP BY kecamatan, status HAVING sum(persons) <> 0;
--> statement-breakpoint
COMMENT ON VIEW "report"."member_count" IS 'Members by kecamatan and register status. | Peserta menurut kecamatan dan status kependudukan.';
--> statement-breakpoint
CREATE VIEW "report"."source_day" AS
	SELECT day, reporter, source, accepted, duplicate, quarantined, within_1h, within_6h, within_24h, within_7d, later, last_seen_at
	FROM public.source_day;
--> statement-breakpoint
COMMENT ON VIEW "report"."source_day" IS 'What each source sent on each day, with its fate and its delay. | Apa yang dikirim tiap sumber pada tiap hari, nasib, dan keterlambatannya.';
--> statement-breakpoint
-- A hospital's own last events are found by when they were learned. Rows are appended in that order, so that a BRIN index
-- of a few pages is enough; a B-tree would cost every event. Ranges not yet summarised would be read whole: so at once.
CREATE INDEX "visit_learned" ON "visit" USING brin ("learned_at") WITH (autosummarize = on);
--> statement-breakpoint
CREATE INDEX "bed_report_learned" ON "bed_report" USING brin ("learned_at") WITH (autosummarize = on);
--> statement-breakpoint
CREATE INDEX "claim_learned" ON "claim" USING brin ("learned_at") WITH (autosummarize = on);
--> statement-breakpoint
CREATE INDEX "stock_learned" ON "stock" USING brin ("learned_at") WITH (autosummarize = on);
--> statement-breakpoint
CREATE INDEX "tally_learned" ON "tally" USING brin ("learned_at") WITH (autosummarize = on);
