package dev.skep.conformance.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Finds the enforcement points of the product in its class files, and loads the product with one of them removed. */
final class Mutants {
    private static final String ANNOTATION = "Ldev/skep/metastore/access/EnforcementPoint;";
    private static final String OURS = "dev.skep.";

    private Mutants() {}

    /** One enforcement point. */
    record Point(String className, String method, String descriptor) {
        @Override
        public String toString() {
            return className.substring(className.lastIndexOf('.') + 1) + "." + method
                    + descriptor.substring(0, descriptor.indexOf(')') + 1).replaceAll("[A-Za-z/]*/", "");
        }
    }

    /** All points in the classes of the modules that {@code markers} are classes of. */
    static List<Point> find(List<Class<?>> markers) {
        List<Point> points = new ArrayList<>();
        for (Class<?> marker : markers) {
            forEachClassFile(marker, bytes -> points.addAll(pointsOf(ClassFile.of().parse(bytes))));
        }
        points.sort((a, b) -> a.toString().compareTo(b.toString()));
        return points;
    }

    private interface ClassFiles {
        void take(byte[] bytes);
    }

    private static void forEachClassFile(Class<?> marker, ClassFiles each) {
        URL place = marker.getProtectionDomain().getCodeSource().getLocation();
        try {
            Path path = Path.of(place.toURI());
            if (Files.isDirectory(path)) {
                walk(path, each);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place), Map.of())) {
                    walk(jar.getPath("/dev/skep"), each);
                }
            }
        } catch (IOException | java.net.URISyntaxException e) {
            throw new IllegalStateException("Cannot read the classes of " + place, e);
        }
    }

    private static void walk(Path root, ClassFiles each) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                each.take(Files.readAllBytes(file));
            }
        }
    }

    private static List<Point> pointsOf(ClassModel model) {
        List<Point> points = new ArrayList<>();
        for (MethodModel method : model.methods()) {
            boolean marked = method.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream()
                    .flatMap(attribute -> attribute.annotations().stream()).map(Annotation::className)
                    .anyMatch(name -> name.equalsString(ANNOTATION));
            if (marked) {
                points.add(new Point(model.thisClass().asInternalName().replace('/', '.'),
                        method.methodName().stringValue(), method.methodType().stringValue()));
            }
        }
        return points;
    }

    /** The class with the point's method doing nothing: it returns at once, or true, or its argument of the type it returns. */
    private static byte[] mutated(byte[] bytes, Point point) {
        ClassModel model = ClassFile.of().parse(bytes);
        boolean isStatic = model.methods().stream()
                .filter(method -> method.methodName().equalsString(point.method)
                        && method.methodType().equalsString(point.descriptor))
                .findFirst().orElseThrow().flags().has(AccessFlag.STATIC);
        ClassFile classFile = ClassFile.of(ClassFile.DeadCodeOption.PATCH_DEAD_CODE,
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
        ClassTransform transform = ClassTransform.transformingMethods(
                method -> method.methodName().equalsString(point.method)
                        && method.methodType().equalsString(point.descriptor),
                (builder, element) -> {
                    if (element instanceof CodeModel) {
                        builder.withCode(code -> emptyBody(code, point, isStatic));
                    } else {
                        builder.with(element);
                    }
                });
        return classFile.transformClass(model, transform);
    }

    private static void emptyBody(CodeBuilder code, Point point, boolean isStatic) {
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(point.descriptor);
        if (type.returnType().equals(ConstantDescs.CD_void)) {
            code.return_();
        } else if (type.returnType().equals(ConstantDescs.CD_boolean)) {
            code.iconst_1().ireturn();
        } else {
            int slot = isStatic ? 0 : 1;
            for (var parameter : type.parameterList()) {
                if (parameter.equals(type.returnType())) {
                    code.aload(slot).areturn();
                    return;
                }
                slot += TypeKind.from(parameter).slotSize();
            }
            throw new IllegalStateException(
                    "Cannot remove " + point + ": it returns the type of none of its parameters");
        }
    }

    /** Loads our classes anew, the point's with its method emptied; other libraries are shared. */
    static ClassLoader loader(@Nullable Point point, ClassLoader parent) {
        return new ClassLoader(parent) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (!name.startsWith(OURS)) {
                    return super.loadClass(name, resolve);
                }
                synchronized (getClassLoadingLock(name)) {
                    Class<?> loaded = findLoadedClass(name);
                    return loaded != null ? loaded : define(name);
                }
            }

            private Class<?> define(String name) throws ClassNotFoundException {
                try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                    if (in == null) {
                        throw new ClassNotFoundException(name);
                    }
                    byte[] bytes = in.readAllBytes();
                    if (point != null && point.className.equals(name)) {
                        bytes = mutated(bytes, point);
                    }
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
