CREATE TABLE "drug_forecast" (
	"item" text NOT NULL,
	"place" text NOT NULL,
	"made_on" date NOT NULL,
	"computed_at" timestamp (3) with time zone NOT NULL,
	"version" integer NOT NULL,
	"inputs" jsonb NOT NULL,
	"last_month" date NOT NULL,
	"plan_from" text NOT NULL,
	"plan_to" text NOT NULL,
	"lead_months" integer NOT NULL,
	"history" jsonb NOT NULL,
	"card" jsonb NOT NULL,
	"months" jsonb NOT NULL,
	"total" jsonb NOT NULL,
	"stock" jsonb,
	CONSTRAINT "drug_forecast_item_place_made_on_pk" PRIMARY KEY("item","place","made_on")
);
--> statement-breakpoint
CREATE TABLE "drug_morbidity" (
	"item" text NOT NULL,
	"made_on" date NOT NULL,
	"use" double precision NOT NULL,
	"per_disease" jsonb NOT NULL,
	"unknown" jsonb NOT NULL,
	CONSTRAINT "drug_morbidity_item_made_on_pk" PRIMARY KEY("item","made_on")
);
