CREATE TABLE "person" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"sex" text,
	"birth_year" smallint,
	"nik_area" char(8),
	"nik_defect" text
);
--> statement-breakpoint
CREATE TABLE "person_key" (
	"key_id" text NOT NULL,
	"mac" "bytea" NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "person_key_key_id_mac_pk" PRIMARY KEY("key_id","mac")
);
--> statement-breakpoint
CREATE TABLE "api_key" (
	"id" text PRIMARY KEY NOT NULL,
	"party" text,
	"role" text,
	"facility" text,
	"label" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "budget" (
	"budget_year" integer NOT NULL,
	"known_on" date NOT NULL,
	"kind" text NOT NULL,
	"amount_rupiah" bigint NOT NULL,
	"source" text NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	CONSTRAINT "budget_budget_year_known_on_pk" PRIMARY KEY("budget_year","known_on")
);
--> statement-breakpoint
CREATE TABLE "change" (
	"number" bigint PRIMARY KEY NOT NULL,
	"committed_at" timestamp (3) with time zone NOT NULL,
	"changes" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "change_counter" (
	"one" boolean PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "facility" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"hospital_class" text,
	"owner" text,
	"beds" integer,
	"kecamatan" char(8),
	"lon" double precision,
	"lat" double precision,
	"demo" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "look" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "look_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"viewer" text NOT NULL,
	"what" text NOT NULL,
	"rows" jsonb NOT NULL,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "setting" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event_ledger" (
	"event_key" uuid NOT NULL,
	"digest" uuid NOT NULL,
	CONSTRAINT "event_ledger_event_key_pk" PRIMARY KEY("event_key")
) PARTITION BY HASH ("event_key");
--> statement-breakpoint
CREATE TABLE "event_ledger_0" PARTITION OF "event_ledger" FOR VALUES WITH (MODULUS 8, REMAINDER 0);
--> statement-breakpoint
CREATE TABLE "event_ledger_1" PARTITION OF "event_ledger" FOR VALUES WITH (MODULUS 8, REMAINDER 1);
--> statement-breakpoint
CREATE TABLE "event_ledger_2" PARTITION OF "event_ledger" FOR VALUES WITH (MODULUS 8, REMAINDER 2);
--> statement-breakpoint
CREATE TABLE "event_ledger_3" PARTITION OF "event_ledger" FOR VALUES WITH (MODULUS 8, REMAINDER 3);
--> statement-breakpoint
CREATE TABLE "event_ledger_4" PARTITION OF "event_ledger" FOR VALUES WITH (MODULUS 8, REMAINDER 4);
--> statement-breakpoint
CREATE TABLE "event_ledger_5" PARTITION OF "event_ledger" FOR VALUES WITH (MODULUS 8, REMAINDER 5);
--> statement-breakpoint
CREATE TABLE "event_ledger_6" PARTITION OF "event_ledger" FOR VALUES WITH (MODULUS 8, REMAINDER 6);
--> statement-breakpoint
CREATE TABLE "event_ledger_7" PARTITION OF "event_ledger" FOR VALUES WITH (MODULUS 8, REMAINDER 7);
--> statement-breakpoint
CREATE TABLE "quarantine" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"digest" uuid NOT NULL,
	"party" text NOT NULL,
	"facility" text,
	"source" text NOT NULL,
	"event_id" text,
	"event_type" text,
	"code" text NOT NULL,
	"field" text,
	"detail" jsonb NOT NULL,
	"payload" "bytea",
	"received_at" timestamp (3) with time zone NOT NULL,
	"last_received_at" timestamp (3) with time zone NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"resolution" text
);
--> statement-breakpoint
CREATE TABLE "source_day" (
	"reporter" text NOT NULL,
	"source" text NOT NULL,
	"day" date NOT NULL,
	"accepted" bigint DEFAULT 0 NOT NULL,
	"duplicate" bigint DEFAULT 0 NOT NULL,
	"quarantined" bigint DEFAULT 0 NOT NULL,
	"within_1h" bigint DEFAULT 0 NOT NULL,
	"within_6h" bigint DEFAULT 0 NOT NULL,
	"within_24h" bigint DEFAULT 0 NOT NULL,
	"within_7d" bigint DEFAULT 0 NOT NULL,
	"later" bigint DEFAULT 0 NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "source_day_reporter_source_day_pk" PRIMARY KEY("reporter","source","day")
);
--> statement-breakpoint
CREATE TABLE "bed_report" (
	"facility" text NOT NULL,
	"ward" text NOT NULL,
	"room" text NOT NULL,
	"version_time" timestamp (3) with time zone NOT NULL,
	"version_id" text NOT NULL,
	"event_key" uuid NOT NULL,
	"learned_at" timestamp (3) with time zone NOT NULL,
	"posted_on" date,
	"reversed_on" date,
	"capacity" integer,
	"occupied" integer,
	"free" integer NOT NULL,
	"queue" integer,
	"reported_at" timestamp (3) with time zone,
	"occurred_on" date NOT NULL,
	CONSTRAINT "bed_report_facility_ward_room_version_time_event_key_pk" PRIMARY KEY("facility","ward","room","version_time","event_key")
);
--> statement-breakpoint
CREATE TABLE "claim" (
	"facility" text NOT NULL,
	"claim_no" text NOT NULL,
	"version_time" timestamp (3) with time zone NOT NULL,
	"version_id" text NOT NULL,
	"event_key" uuid NOT NULL,
	"learned_at" timestamp (3) with time zone NOT NULL,
	"posted_on" date,
	"reversed_on" date,
	"person_id" uuid,
	"visit_no" text,
	"letter" text,
	"state" text NOT NULL,
	"service" text NOT NULL,
	"diagnoses" text[] NOT NULL,
	"service_from" date NOT NULL,
	"service_to" date NOT NULL,
	"tariff_code" text,
	"budget_year" smallint NOT NULL,
	"billed_rupiah" bigint NOT NULL,
	"verified_rupiah" bigint,
	"approved_rupiah" bigint,
	"paid_rupiah" bigint,
	"amount_rupiah" bigint NOT NULL,
	"occurred_on" date NOT NULL,
	CONSTRAINT "claim_facility_claim_no_version_time_event_key_pk" PRIMARY KEY("facility","claim_no","version_time","event_key")
);
--> statement-breakpoint
CREATE TABLE "member" (
	"person_id" uuid NOT NULL,
	"version_time" timestamp (3) with time zone NOT NULL,
	"version_id" text NOT NULL,
	"event_key" uuid NOT NULL,
	"learned_at" timestamp (3) with time zone NOT NULL,
	"posted_on" date,
	"reversed_on" date,
	"family_id" uuid,
	"kecamatan" char(8) NOT NULL,
	"segment" text NOT NULL,
	"register_status" text NOT NULL,
	"ektp" boolean,
	"jkn" text NOT NULL,
	"occurred_on" date NOT NULL,
	CONSTRAINT "member_person_id_version_time_event_key_pk" PRIMARY KEY("person_id","version_time","event_key")
);
--> statement-breakpoint
CREATE TABLE "stock" (
	"facility" text NOT NULL,
	"item" text NOT NULL,
	"month" date NOT NULL,
	"version_time" timestamp (3) with time zone NOT NULL,
	"version_id" text NOT NULL,
	"event_key" uuid NOT NULL,
	"learned_at" timestamp (3) with time zone NOT NULL,
	"posted_on" date,
	"reversed_on" date,
	"opening" bigint NOT NULL,
	"received" bigint NOT NULL,
	"used" bigint NOT NULL,
	"lost" bigint NOT NULL,
	"closing" bigint NOT NULL,
	"stockout_days" smallint,
	"occurred_on" date NOT NULL,
	CONSTRAINT "stock_facility_item_month_version_time_event_key_pk" PRIMARY KEY("facility","item","month","version_time","event_key")
);
--> statement-breakpoint
CREATE TABLE "tally" (
	"reporter" text NOT NULL,
	"measure" text NOT NULL,
	"code" text NOT NULL,
	"area" text NOT NULL,
	"period" date NOT NULL,
	"grain" text NOT NULL,
	"version_time" timestamp (3) with time zone NOT NULL,
	"version_id" text NOT NULL,
	"event_key" uuid NOT NULL,
	"learned_at" timestamp (3) with time zone NOT NULL,
	"posted_on" date,
	"reversed_on" date,
	"value" bigint NOT NULL,
	"occurred_on" date NOT NULL,
	CONSTRAINT "tally_measure_code_grain_period_area_reporter_version_time_event_key_pk" PRIMARY KEY("measure","code","grain","period","area","reporter","version_time","event_key")
);
--> statement-breakpoint
CREATE TABLE "visit" (
	"facility" text NOT NULL,
	"visit_no" text NOT NULL,
	"version_time" timestamp (3) with time zone NOT NULL,
	"version_id" text NOT NULL,
	"event_key" uuid NOT NULL,
	"learned_at" timestamp (3) with time zone NOT NULL,
	"posted_on" date,
	"reversed_on" date,
	"person_id" uuid,
	"mother_id" uuid,
	"kecamatan" char(8) NOT NULL,
	"service" text NOT NULL,
	"icd3" text NOT NULL,
	"diagnoses" text[] NOT NULL,
	"arrived_at" timestamp (3) with time zone NOT NULL,
	"discharged_at" timestamp (3) with time zone,
	"outcome" text,
	"referral" text,
	"emergency" boolean,
	"segments" jsonb,
	"drugs" jsonb,
	"occurred_on" date NOT NULL,
	CONSTRAINT "visit_facility_visit_no_version_time_event_key_pk" PRIMARY KEY("facility","visit_no","version_time","event_key")
);
--> statement-breakpoint
CREATE TABLE "bed_hour" (
	"hour" timestamp (3) with time zone NOT NULL,
	"facility" text NOT NULL,
	"ward" text NOT NULL,
	"room" text NOT NULL,
	"capacity" integer,
	"occupied" integer,
	"free" integer NOT NULL,
	"version_time" timestamp (3) with time zone NOT NULL,
	"version_id" text NOT NULL,
	CONSTRAINT "bed_hour_hour_facility_ward_room_pk" PRIMARY KEY("hour","facility","ward","room")
);
--> statement-breakpoint
CREATE TABLE "bed_now" (
	"facility" text NOT NULL,
	"ward" text NOT NULL,
	"room" text NOT NULL,
	"capacity" integer,
	"occupied" integer,
	"free" integer NOT NULL,
	"queue" integer,
	"reported_at" timestamp (3) with time zone,
	"version_time" timestamp (3) with time zone NOT NULL,
	"version_id" text NOT NULL,
	"event_key" uuid NOT NULL,
	"posted_on" date NOT NULL,
	CONSTRAINT "bed_now_facility_ward_room_pk" PRIMARY KEY("facility","ward","room")
);
--> statement-breakpoint
CREATE TABLE "claim_effect" (
	"budget_year" smallint NOT NULL,
	"state" text NOT NULL,
	"facility" text NOT NULL,
	"service" text NOT NULL,
	"service_month" date NOT NULL,
	"transition_month" date NOT NULL,
	"known_on" date NOT NULL,
	"claims" integer NOT NULL,
	"billed_rupiah" bigint NOT NULL,
	"amount_rupiah" bigint NOT NULL,
	CONSTRAINT "claim_effect_budget_year_state_service_month_transition_month_facility_service_known_on_pk" PRIMARY KEY("budget_year","state","service_month","transition_month","facility","service","known_on")
);
--> statement-breakpoint
CREATE TABLE "claim_standing" (
	"budget_year" smallint NOT NULL,
	"state" text NOT NULL,
	"facility" text NOT NULL,
	"service" text NOT NULL,
	"service_month" date NOT NULL,
	"transition_month" date NOT NULL,
	"claims" integer NOT NULL,
	"billed_rupiah" bigint NOT NULL,
	"amount_rupiah" bigint NOT NULL,
	CONSTRAINT "claim_standing_budget_year_state_service_month_transition_month_facility_service_pk" PRIMARY KEY("budget_year","state","service_month","transition_month","facility","service")
);
--> statement-breakpoint
CREATE TABLE "disease_effect" (
	"icd3" text NOT NULL,
	"occurred_on" date NOT NULL,
	"kecamatan" char(8) NOT NULL,
	"facility" text NOT NULL,
	"known_on" date NOT NULL,
	"visits" integer NOT NULL,
	CONSTRAINT "disease_effect_icd3_occurred_on_kecamatan_facility_known_on_pk" PRIMARY KEY("icd3","occurred_on","kecamatan","facility","known_on")
);
--> statement-breakpoint
CREATE TABLE "disease_period" (
	"icd3" text NOT NULL,
	"grain" text NOT NULL,
	"period" date NOT NULL,
	"kecamatan" char(8) NOT NULL,
	"visits" integer NOT NULL,
	CONSTRAINT "disease_period_icd3_grain_period_kecamatan_pk" PRIMARY KEY("icd3","grain","period","kecamatan")
);
--> statement-breakpoint
CREATE TABLE "item_effect" (
	"item" text NOT NULL,
	"month" date NOT NULL,
	"facility" text NOT NULL,
	"known_on" date NOT NULL,
	"quantity" bigint NOT NULL,
	CONSTRAINT "item_effect_item_month_facility_known_on_pk" PRIMARY KEY("item","month","facility","known_on")
);
--> statement-breakpoint
CREATE TABLE "item_month" (
	"item" text NOT NULL,
	"month" date NOT NULL,
	"facility" text NOT NULL,
	"quantity" bigint NOT NULL,
	CONSTRAINT "item_month_item_month_facility_pk" PRIMARY KEY("item","month","facility")
);
--> statement-breakpoint
CREATE TABLE "member_effect" (
	"kecamatan" char(8) NOT NULL,
	"segment" text NOT NULL,
	"status" text NOT NULL,
	"jkn" text NOT NULL,
	"known_on" date NOT NULL,
	"persons" integer NOT NULL,
	CONSTRAINT "member_effect_kecamatan_segment_status_jkn_known_on_pk" PRIMARY KEY("kecamatan","segment","status","jkn","known_on")
);
--> statement-breakpoint
CREATE TABLE "service_effect" (
	"occurred_on" date NOT NULL,
	"facility" text NOT NULL,
	"service" text NOT NULL,
	"known_on" date NOT NULL,
	"visits" integer NOT NULL,
	CONSTRAINT "service_effect_occurred_on_facility_service_known_on_pk" PRIMARY KEY("occurred_on","facility","service","known_on")
);
--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_facility_facility_code_fk" FOREIGN KEY ("facility") REFERENCES "public"."facility"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "person_key_person" ON "person_key" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "change_committed_at" ON "change" USING btree ("committed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "quarantine_digest" ON "quarantine" USING btree ("digest") WHERE resolved_at IS NULL;--> statement-breakpoint
CREATE INDEX "quarantine_received" ON "quarantine" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "claim_person" ON "claim" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "stock_month" ON "stock" USING btree ("month","item");--> statement-breakpoint
CREATE INDEX "disease_period_period" ON "disease_period" USING btree ("grain","period");--> statement-breakpoint
CREATE INDEX "item_month_month" ON "item_month" USING btree ("month");
--> statement-breakpoint
INSERT INTO "change_counter" ("one", "number") VALUES (true, 0);
--> statement-breakpoint
ALTER TABLE "disease_period" SET (fillfactor = 70);
--> statement-breakpoint
ALTER TABLE "item_month" SET (fillfactor = 70);
--> statement-breakpoint
ALTER TABLE "claim_standing" SET (fillfactor = 70);
--> statement-breakpoint
ALTER TABLE "bed_now" SET (fillfactor = 70);
--> statement-breakpoint
ALTER TABLE "source_day" SET (fillfactor = 70);
--> statement-breakpoint
ALTER TABLE "change_counter" SET (fillfactor = 70);
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
--> statement-breakpoint
CREATE TRIGGER look_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "look" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
