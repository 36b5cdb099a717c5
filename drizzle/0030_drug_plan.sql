CREATE TABLE "drug_plan_line" (
	"plan_year" integer NOT NULL,
	"number" integer NOT NULL,
	"item" text NOT NULL,
	"rank" integer,
	"ven" text,
	"abc" text,
	"price_rupiah" bigint,
	"chance" double precision NOT NULL,
	"median_use" double precision NOT NULL,
	"use" double precision NOT NULL,
	"stock" bigint,
	"stock_reported" integer,
	"stock_expected" integer,
	"options" jsonb NOT NULL,
	"computed" bigint NOT NULL,
	"override" bigint,
	"quantity" bigint NOT NULL,
	"cost_rupiah" bigint,
	"bought" bigint,
	"bought_rupiah" bigint,
	"rupiah_per_risk" double precision,
	"made_on" date NOT NULL,
	"last_month" text NOT NULL,
	"months" jsonb NOT NULL,
	CONSTRAINT "drug_plan_line_plan_year_number_item_pk" PRIMARY KEY("plan_year","number","item")
);
--> statement-breakpoint
CREATE TABLE "drug_plan_move" (
	"plan_year" integer NOT NULL,
	"number" integer NOT NULL,
	"move" text NOT NULL,
	"state" text NOT NULL,
	"item" text,
	"value" double precision,
	"reason" text NOT NULL,
	"who" text NOT NULL,
	"role" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"hash" text,
	CONSTRAINT "drug_plan_move_plan_year_number_pk" PRIMARY KEY("plan_year","number")
);
--> statement-breakpoint
-- by hand
-- What was decided and signed stands: a mistake is put right by a further line, and shows.
CREATE FUNCTION drug_plan_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
		USING ERRCODE = 'insufficient_privilege', HINT = 'Add a line that says what is right now.';
END $$;
--> statement-breakpoint
CREATE TRIGGER drug_plan_move_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "drug_plan_move" FOR EACH STATEMENT EXECUTE FUNCTION drug_plan_refuse_change();
--> statement-breakpoint
CREATE TRIGGER drug_plan_line_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "drug_plan_line" FOR EACH STATEMENT EXECUTE FUNCTION drug_plan_refuse_change();
