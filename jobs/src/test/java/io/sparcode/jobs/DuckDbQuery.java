package io.sparcode.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What DuckDB, a reader that is not Spark, answers to a query. As a program it prints it as JSON: columns, their types, and
 * rows; so it stands behind {@code duckdb.py}, for DuckDB's own Python package is not to be had where these tests run.
 */
final class DuckDbQuery {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DuckDbQuery() {}

    /** Returns the first column of what is found, as text. */
    static List<String> strings(String query) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                strings.add(result.getString(1));
            }
        }
        return strings;
    }

    /** Answers the one argument. */
    public static void main(String[] arguments) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(arguments[0])) {
            ResultSetMetaData columns = result.getMetaData();
            ObjectNode answer = JSON.createObjectNode();
            ArrayNode names = answer.putArray("columns");
            ArrayNode types = answer.putArray("types");
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnName(i));
                types.add(columns.getColumnTypeName(i));
            }
            ArrayNode rows = answer.putArray("rows");
            while (result.next()) {
                ArrayNode row = rows.addArray();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.addPOJO(value(result.getObject(i)));
                }
            }
            JSON.writeValue(System.out, answer);
        }
    }

    private static Object value(Object found) throws SQLException {
        if (found instanceof Array array) {
            return array.getArray();
        }
        if (found instanceof Blob blob) {
            return blob.getBytes(1, (int) blob.length());
        }
        return found;
    }
}
