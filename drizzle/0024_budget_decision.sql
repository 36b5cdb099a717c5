CREATE TABLE "budget_decision" (
	"number" integer PRIMARY KEY NOT NULL,
	"budget_year" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"known_on" date NOT NULL,
	"who" text NOT NULL,
	"kind" text NOT NULL,
	"amount_rupiah" bigint NOT NULL,
	"cash_plan" jsonb,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "budget_decision_year" ON "budget_decision" USING btree ("budget_year","number");--> statement-breakpoint
-- by hand
CREATE FUNCTION budget_decision_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
		USING ERRCODE = 'insufficient_privilege', HINT = 'Add a line that says what is right now.';
END $$;
--> statement-breakpoint
CREATE TRIGGER budget_decision_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "budget_decision" FOR EACH STATEMENT EXECUTE FUNCTION budget_decision_refuse_change();
