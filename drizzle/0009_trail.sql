CREATE TABLE "trail" (
	"number" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"viewer" text NOT NULL,
	"role" text NOT NULL,
	"facility" text,
	"session" text,
	"api_key" text,
	"address" text,
	"action" text NOT NULL,
	"what" text NOT NULL,
	"rows" jsonb NOT NULL,
	"filter" jsonb NOT NULL,
	"row_count" integer,
	"reason" text,
	"previous" "bytea",
	"mac" "bytea",
	"key_id" text NOT NULL,
	CONSTRAINT "trail_sealed" CHECK (number <= 0 OR coalesce(length(mac) = 32 AND length(previous) = 32, false))
);
--> statement-breakpoint
CREATE TABLE "trail_head" (
	"one" boolean PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL,
	"mac" "bytea",
	"key_id" text
);
--> statement-breakpoint
CREATE INDEX "trail_viewer" ON "trail" USING btree ("viewer","at");--> statement-breakpoint
CREATE INDEX "trail_at" ON "trail" USING btree ("at");--> statement-breakpoint
INSERT INTO "trail_head" ("one", "number") VALUES (true, 0);
--> statement-breakpoint
-- What was looked at before the trail was chained: numbered up to nought, sealed all together by line 1.
INSERT INTO "trail" ("number", "at", "viewer", "role", "action", "what", "rows", "filter", "row_count", "reason", "key_id")
SELECT 1 - row_number() OVER (ORDER BY id DESC), at, 'system:' || viewer, 'system',
	CASE what WHEN 'quarantine-open' THEN 'held-open' WHEN 'quarantine-replay' THEN 'held-replay'
		WHEN 'quarantine-discard' THEN 'held-discard' ELSE 'look-rows' END,
	'/quality',
	(SELECT coalesce(jsonb_agg('quarantine:' || given.row_id), '[]') FROM jsonb_array_elements_text("look"."rows") AS given(row_id)),
	'{}', jsonb_array_length("look"."rows"), regexp_replace(reason, '\d{13,}', '****', 'g'), 'none'
FROM "look";
--> statement-breakpoint
CREATE FUNCTION trail_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	RAISE EXCEPTION 'the trail is append-only: its lines are neither changed nor removed'
		USING ERRCODE = 'insufficient_privilege',
		HINT = 'Nobody prunes it, the owner of the database neither: a line that is gone would show, and could not be told from one that was hidden. What the trail holds is judged by npm run audit -- verify.';
END $$;
--> statement-breakpoint
CREATE TRIGGER trail_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "trail" FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse_change();
--> statement-breakpoint
-- As the owner, so that whoever adds a line needs no right to the head.
CREATE FUNCTION trail_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$ BEGIN
	UPDATE public.trail_head SET number = NEW.number, mac = NEW.mac, key_id = NEW.key_id
		WHERE number = NEW.number - 1 AND (mac IS NULL OR mac = NEW.previous);
	IF NOT FOUND THEN
		RAISE EXCEPTION 'the line % does not follow the last line of the trail', NEW.number USING ERRCODE = 'serialization_failure';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER trail_follows BEFORE INSERT ON "trail" FOR EACH ROW EXECUTE FUNCTION trail_follow();
--> statement-breakpoint
CREATE FUNCTION trail_keep_head() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	IF pg_trigger_depth() < 2 THEN
		RAISE EXCEPTION 'the head of the trail is kept by the trail itself' USING ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER trail_head_is_kept BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "trail_head" FOR EACH STATEMENT EXECUTE FUNCTION trail_keep_head();
