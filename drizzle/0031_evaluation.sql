CREATE TABLE "evaluation" (
	"number" integer PRIMARY KEY NOT NULL,
	"year" integer NOT NULL,
	"as_of" timestamp (3) with time zone NOT NULL,
	"frozen_at" timestamp (3) with time zone NOT NULL,
	"who" text NOT NULL,
	"note" text NOT NULL,
	"software" text NOT NULL,
	"sha256" text NOT NULL,
	"contents" text NOT NULL,
	"trail_line" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "evaluation_year" ON "evaluation" USING btree ("year","number");
--> statement-breakpoint
-- by hand
CREATE FUNCTION evaluation_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
		USING ERRCODE = 'insufficient_privilege', HINT = 'Freeze another evaluation of the year: the older one stays as it stood.';
END $$;
--> statement-breakpoint
CREATE TRIGGER evaluation_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "evaluation" FOR EACH STATEMENT EXECUTE FUNCTION evaluation_refuse_change();
