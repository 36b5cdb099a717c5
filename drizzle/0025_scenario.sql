CREATE TABLE "projection_input" (
	"budget_year" smallint NOT NULL,
	"known_on" date NOT NULL,
	"digest" text NOT NULL,
	"input" jsonb NOT NULL,
	CONSTRAINT "projection_input_budget_year_known_on_pk" PRIMARY KEY("budget_year","known_on")
);
--> statement-breakpoint
CREATE TABLE "scenario" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kept_by" text NOT NULL,
	"kept_at" timestamp (3) with time zone NOT NULL,
	"disclosure" text NOT NULL,
	"levers" jsonb NOT NULL,
	"model_version" integer NOT NULL,
	"computed_at" timestamp (3) with time zone NOT NULL,
	"change" bigint NOT NULL,
	"inputs" jsonb NOT NULL,
	"result" jsonb NOT NULL,
	"removed_at" timestamp (3) with time zone,
	"removed_by" text
);
--> statement-breakpoint
CREATE INDEX "scenario_kept" ON "scenario" USING btree ("kept_at");