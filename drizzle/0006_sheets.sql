CREATE TABLE "sheet_column" (
	"party" text NOT NULL,
	"kind" text NOT NULL,
	"heading" text NOT NULL,
	"field" text NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sheet_column_party_kind_heading_pk" PRIMARY KEY("party","kind","heading")
);
--> statement-breakpoint
CREATE TABLE "sheet_row" (
	"key" uuid PRIMARY KEY NOT NULL,
	"content" uuid NOT NULL,
	"said_at" timestamp (3) with time zone NOT NULL
);
