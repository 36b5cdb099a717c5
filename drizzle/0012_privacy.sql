CREATE TABLE "lattice" (
	"week" date NOT NULL,
	"condition" text NOT NULL,
	"area" text NOT NULL,
	"shown" integer NOT NULL,
	"kind" text NOT NULL,
	"reporter" text,
	"is_partial" boolean NOT NULL,
	CONSTRAINT "lattice_condition_week_area_pk" PRIMARY KEY("condition","week","area")
);
--> statement-breakpoint
CREATE TABLE "lattice_week" (
	"week" date PRIMARY KEY NOT NULL,
	"frozen_on" date NOT NULL,
	"computed_at" timestamp (3) with time zone NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "key_rotation_left" (
	"what" text NOT NULL,
	"id" uuid NOT NULL,
	CONSTRAINT "key_rotation_left_what_id_pk" PRIMARY KEY("what","id")
);
--> statement-breakpoint
CREATE TABLE "person_lookup" (
	"viewer" text NOT NULL,
	"span" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "person_lookup_viewer_span_started_at_pk" PRIMARY KEY("viewer","span","started_at")
);
--> statement-breakpoint
CREATE FUNCTION lattice_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	RAISE EXCEPTION 'a frozen week is neither changed nor removed: the difference would tell who came late'
		USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER lattice_is_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON "lattice" FOR EACH STATEMENT EXECUTE FUNCTION lattice_refuse_change();
--> statement-breakpoint
CREATE TRIGGER lattice_week_is_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON "lattice_week" FOR EACH STATEMENT EXECUTE FUNCTION lattice_refuse_change();
--> statement-breakpoint
-- A process that runs with a retired key would make a second person of a known NIK. As the owner: whoever adds a person
-- may not be allowed to read the setting. Its error is none of the data's, so senders are told to come again.
CREATE FUNCTION person_key_refuse_retired() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$ BEGIN
	IF EXISTS (SELECT FROM given, public.setting WHERE setting.key = 'pseudonym_key_id' AND given.key_id <> setting.value #>> '{}') THEN
		RAISE EXCEPTION 'this process runs with a pseudonym key that was changed meanwhile: restart it with the new one'
			USING ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER person_key_is_current AFTER INSERT ON "person_key" REFERENCING NEW TABLE AS given FOR EACH STATEMENT EXECUTE FUNCTION person_key_refuse_retired();
